import Imaging
import Terminal

/// Colour maps as the screens use them.
package struct HeatPalette: Equatable, Sendable {
  package let name: String
  package let isDiverging: Bool
  private let colors: [RGB]

  /// Names in the order in which keys go through them, the default first.
  package static let names = ColorMap.all.map(\.name)

  /// The map that signed values are drawn in where a person's choice has no middle.
  package static let signedName = ColorMap.coolwarm.name

  /// The map called `name`, or the default.
  package init(_ name: String) {
    let map = ColorMap.named(name) ?? .inferno
    self.name = map.name
    isDiverging = map.isDiverging
    colors = map.colors.map { RGB($0.red, $0.green, $0.blue) }
  }

  /// The colour of a value from 0 to 1.
  package func color(_ value: Double) -> RGB {
    guard value > 0 else { return colors[0] }
    return colors[value >= 1 ? 255 : Int(value * 256)]
  }
}
