/// Colours that are distinguishable with colour vision deficiencies, on white (Okabe & Ito 2008).
public enum PlotPalette {
  /// Red, green and blue from 0 to 255.
  public static let colors: [(red: UInt8, green: UInt8, blue: UInt8)] = [
    (213, 94, 0), (0, 114, 178), (0, 158, 115), (204, 121, 167), (86, 180, 233), (230, 159, 0),
    (0, 0, 0), (120, 120, 120),
  ]

  /// The colour at `index` modulo the number of colours.
  public static func color(_ index: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
    colors[((index % colors.count) + colors.count) % colors.count]
  }
}
