import Imaging
import Terminal

/// How screens are drawn: theme, characters of pictures, and colours of heatmaps.
package struct Look: Equatable, Sendable {
  package var theme = ThemeCatalogue.dark
  package var painter: PicturePainter
  /// Name of the colour map of heatmaps.
  package var colorMap = ColorMap.names[0]
  /// Opacity of the heatmap over the photograph, 0…1.
  package var alpha = 0.5
  /// Whether negative evidence is drawn too.
  package var isSigned = false

  package init(painter: PicturePainter = PicturePainter()) { self.painter = painter }

  /// Changes to a neighbour in the list of colour maps.
  mutating func turnColorMap(_ step: Int) {
    colorMap = ColorMap.names.neighbour(of: colorMap, step)
  }
}
