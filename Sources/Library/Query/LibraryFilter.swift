/// Conditions that an image must fulfil, all of them.
///
/// An image without the value that a condition is about (no label, skipped) does not fulfil it.
public struct LibraryFilter: Hashable, Sendable {
  /// The conditions.
  public var conditions: [Condition]

  /// A filter; without conditions every image passes.
  public init(_ conditions: [Condition] = []) { self.conditions = conditions }

  /// How a value is compared.
  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    /// At most.
    case atMost = "<="
    /// At least.
    case atLeast = ">="
    /// Different.
    case different = "!="
    /// Equal.
    case equal = "="
    /// Less.
    case less = "<"
    /// Greater.
    case greater = ">"
    /// Contains, whatever the case of its letters.
    case contains = "~"
  }

  /// One condition.
  public enum Condition: Hashable, Sendable {
    /// A number, a class's index among them, compares so with one of `values`.
    case number(LibraryColumn, Comparison, [Double])
    /// A claim is true or false.
    case claim(LibraryColumn, Bool)
    /// A class is one of those that `names` mean, or none of them.
    case classNamed(LibraryColumn, [String], isNegated: Bool)
    /// A text equals, differs from or contains one of `texts`.
    case text(LibraryColumn, Comparison, [String])
    /// There is a value, or there is none: `error=yes`, `overlay=no`, `labelled=yes`.
    case present(LibraryColumn, Bool)
  }

  /// The most probable class is one of `indices`.
  public static func classes(_ indices: [Int]) -> Condition {
    .number(.index, .equal, indices.map(Double.init))
  }
}
