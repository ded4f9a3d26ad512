import Terminal

/// The list of networks, with its order, filter and cursor.
package struct VariantList: Equatable, Sendable {
  /// What the list is sorted by.
  package enum Order: String, CaseIterable, Sendable {
    case catalogue = "family"
    case parameters, macs = "MACs", accuracy = "top-1", resolution, time
  }

  package var all: [VariantFacts] = []
  package var order: Order = .catalogue
  package var filter = TextField()
  package var isFiltering = false
  /// The name of the row under the cursor.
  package var cursor: String?

  /// Names of the rows marked for comparison, in the order of marking.
  package var marked: [String] = []
  /// Milliseconds of a forward pass at the variant's own resolution, where one was run.
  package var measured: [String: Double] = [:]

  package init() {}

  /// The rows as shown.
  package var rows: [VariantFacts] {
    let wanted = filter.text.lowercased()
    let matching =
      wanted.isEmpty
      ? all
      : all.filter { row in
        [row.name, row.title, row.family].contains { $0.lowercased().contains(wanted) }
      }
    switch order {
    case .catalogue: return matching
    case .parameters: return matching.sorted { $0.parameters < $1.parameters }
    case .macs: return matching.sorted { $0.macs < $1.macs }
    case .accuracy:
      return matching.sorted { ($0.publishedTop1 ?? 0) > ($1.publishedTop1 ?? 0) }
    case .time:
      return matching.sorted {
        (measured[$0.name] ?? .infinity) < (measured[$1.name] ?? .infinity)
      }
    case .resolution: return matching.sorted { $0.resolution < $1.resolution }
    }
  }

  /// Index of the cursor's row in `rows`.
  package var cursorIndex: Int {
    get { rows.firstIndex { $0.name == cursor } ?? 0 }
    set {
      let rows = rows
      guard !rows.isEmpty else { return }
      cursor = rows[max(0, min(newValue, rows.count - 1))].name
    }
  }

  /// The row under the cursor.
  package var current: VariantFacts? {
    let rows = rows
    return rows.indices.contains(cursorIndex) ? rows[cursorIndex] : nil
  }

  /// The facts of the variant called `name`.
  package func facts(_ name: String) -> VariantFacts? { all.first { $0.name == name } }
}
