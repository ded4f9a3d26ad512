import Imaging

/// Colours that are distinguishable with colour vision deficiencies, on white (Okabe & Ito 2008).
enum PlotPalette {
  private static let colors: [RGBColor] = [
    (213, 94, 0), (0, 114, 178), (0, 158, 115), (204, 121, 167), (86, 180, 233), (230, 159, 0),
    (0, 0, 0), (120, 120, 120),
  ].map { RGBColor(red: $0.0, green: $0.1, blue: $0.2) }

  /// The colour at `index` modulo the number of colours.
  static func color(_ index: Int) -> RGBColor {
    colors[((index % colors.count) + colors.count) % colors.count]
  }
}
