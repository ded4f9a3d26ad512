/// Conditions that an image must all meet; without conditions every image passes.
///
/// An image that lacks the value of a condition (no label, skipped) does not meet it.
package struct LibraryFilter: Hashable, Sendable {
  package var conditions: [Condition]

  package init(_ conditions: [Condition] = []) { self.conditions = conditions }

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

    var column: LibraryColumn {
      switch self {
      case .number(let column, _, _), .claim(let column, _), .classNamed(let column, _, _),
        .text(let column, _, _), .present(let column, _):
        column
      }
    }
  }
}
