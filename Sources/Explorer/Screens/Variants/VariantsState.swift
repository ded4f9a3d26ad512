import Terminal

/// The list of networks, with order, filter and cursor.
package struct VariantsState: Equatable, Sendable {
  package enum Order: String, CaseIterable, Sendable {
    case catalogue = "family"
    case parameters, macs = "MACs", accuracy = "top-1", resolution, time
  }

  package var all: [VariantFacts] = []
  package var order: Order = .catalogue
  package var filter = FilterField()
  /// The name of the row under the cursor.
  package var cursor: String?
  /// Names of the rows marked for comparison, in the order of marking.
  package var marked: [String] = []
  /// Milliseconds of a forward pass at the variant's own resolution, for variants that ran.
  package var measured: [String: Double] = [:]

  /// The rows as shown: filtered and sorted.
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

  /// Names of the variants with installed weights.
  var installed: [String] { all.filter { $0.weights == .installed }.map(\.name) }

  /// Marks the row under the cursor or removes its mark, then moves to the next row.
  mutating func toggleMark() {
    guard let name = current?.name else { return }
    if let index = marked.firstIndex(of: name) {
      marked.remove(at: index)
    } else {
      marked.append(name)
    }
    cursorIndex += 1
  }
}
