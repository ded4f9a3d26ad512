import Explanations
import Imaging
import Terminal

/// Names of the colour maps that the explorer offers.
package enum HeatPalette {
  /// Names in the order of the keys that change the colour map, the default first.
  package static let names = ColorMap.names
}

extension PictureStyle {
  /// The style of the explorer's settings: colour map by name, opacity, and whether it is signed.
  ///
  /// A signed map needs a diverging colour map; otherwise it gets the default one.
  init(colorMap: String, alpha: Double, isSigned: Bool) {
    self.init()
    self.isSigned = isSigned
    self.colorMap = DisplayRules.colorMap(ColorMap.named(colorMap), isSigned: isSigned)
    self.alpha = Float(alpha)
  }
}

extension RGB {
  /// A colour of a picture.
  init(_ color: RGBColor) { self.init(color.red, color.green, color.blue) }
}
