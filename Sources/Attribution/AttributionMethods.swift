/// The list of all methods; the command line, the explorer and the comparisons read it.
public enum AttributionMethods {
  /// Every method, in the order in which they are shown.
  public static let all: [any AttributionMethod] = [
    CAM()
  ]

  /// The method called `name` on the command line.
  public static func named(_ name: String) -> (any AttributionMethod)? {
    all.first { $0.name == name.lowercased() }
  }
}
