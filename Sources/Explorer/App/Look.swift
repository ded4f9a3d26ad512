import Imaging
import Terminal

/// How screens are drawn: theme, characters of pictures, and colours of heatmaps.
package struct Look: Equatable, Sendable {
  package var theme: Theme
  package var painter: PicturePainter
  /// Name of the colour map of heatmaps.
  package var colorMap: String
  /// Opacity of the heatmap over the photograph, 0…1.
  package var alpha: Double
  /// Whether negative evidence is drawn too.
  package var isSigned = false

  package init(
    theme: Theme = ThemeCatalogue.dark, painter: PicturePainter = PicturePainter(),
    colorMap: String = ColorMap.names[0], alpha: Double = 0.5
  ) {
    self.theme = theme
    self.painter = painter
    self.colorMap = colorMap
    self.alpha = alpha
  }

  /// Changes to a neighbour in the list of colour maps.
  mutating func turnColorMap(_ step: Int) {
    colorMap = ColorMap.names.neighbour(of: colorMap, step)
  }
}
