import Support

/// Conditions that an image must all meet; without conditions every image passes.
///
/// An image that lacks the value of a condition (no label, skipped) does not meet it.
package struct LibraryFilter: Hashable, Sendable {
  package var conditions: [Condition]

  package init(_ conditions: [Condition] = []) { self.conditions = conditions }

  /// Throws if SQLite would refuse the conditions: it nests expressions 1000 deep at most, and
  /// patterns have 50,000 bytes (https://www.sqlite.org/limits.html).
  func checkSize() throws(Failure) {
    let comparisons = conditions.reduce(0) { $0 + max(1, $1.values.count) }
    guard comparisons <= Self.comparisons else {
      throw Self.tooComplex(
        "it makes \(comparisons) comparisons, and \(Self.comparisons) are the limit")
    }
    let longest = conditions.flatMap(\.values).map(\.utf8.count).max() ?? 0
    guard longest <= Self.bytes else {
      throw Self.tooComplex("a value has \(longest) bytes, and \(Self.bytes) are the limit")
    }
  }

  private static let comparisons = 500
  private static let bytes = 8192

  private static func tooComplex(_ why: String) -> Failure {
    Failure(
      .usage, "can't filter by", "\(OptionName.where)", because: why,
      advice: "ask in several queries")
  }

  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case different = "!="
    case equal = "="
    case less = "<"
    case greater = ">"
    /// Contains the text; ignores case.
    case contains = "~"
  }

  package enum Condition: Hashable, Sendable {
    /// A number or class index compares so with one of the values.
    case number(LibraryColumn, Comparison, [Double])
    /// A yes-or-no column has this value.
    case claim(LibraryColumn, Bool)
    /// A class is one of those that the names match, or none of them.
    case classNamed(LibraryColumn, [String], isNegated: Bool)
    /// A text equals or contains one of the texts, or differs from all.
    case text(LibraryColumn, Comparison, [String])
    /// The column has a value or not: `error=yes`, `overlay=no`, `labelled=yes`.
    case present(LibraryColumn, Bool)

    /// The texts that are compared with; those of numbers are not written out.
    var values: [String] {
      switch self {
      case .classNamed(_, let values, _), .text(_, _, let values): values
      case .number(_, _, let values): values.map { _ in "" }
      case .claim, .present: []
      }
    }

    var column: LibraryColumn {
      switch self {
      case .number(let column, _, _), .claim(let column, _), .classNamed(let column, _, _),
        .text(let column, _, _), .present(let column, _):
        column
      }
    }
  }
}
