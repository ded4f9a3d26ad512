import Terminal

/// The list of networks, with order, filter and cursor.
package struct VariantsState: CursorList, Equatable, Sendable {
  package enum Order: String, CaseIterable, Sendable {
    case catalogue = "family"
    case parameters, macs = "MACs", accuracy = "top-1", resolution, time
  }

  package var all: [VariantFacts] = []
  package var order: Order = .catalogue
  package var filter = FilterField()
  package var cursor: String?
  /// Names of the rows marked for comparison, in the order of marking.
  package var marked: [String] = []
  /// Milliseconds of a forward pass at the variant's own resolution, for variants that ran.
  package var measured: [String: Double] = [:]

  /// The rows as shown: filtered and sorted.
  package var rows: [VariantFacts] {
    let wanted = filter.text.lowercased()
    let matching = all.filter { row in
      wanted.isEmpty
        || [row.name, row.title, row.family].contains { $0.lowercased().contains(wanted) }
    }
    return order == .catalogue ? matching : matching.sorted { rank($0) < rank($1) }
  }

  /// The number by which rows are sorted, smallest first.
  private func rank(_ row: VariantFacts) -> Double {
    switch order {
    case .catalogue: 0
    case .parameters: Double(row.parameters)
    case .macs: Double(row.macs)
    case .accuracy: -(row.publishedTop1 ?? 0)
    case .time: measured[row.name] ?? .infinity
    case .resolution: Double(row.resolution)
    }
  }

  package static func name(of row: VariantFacts) -> String { row.name }

  package func facts(_ name: String) -> VariantFacts? { all.first { $0.name == name } }

  var installed: [String] { all.filter { $0.weights == .installed }.map(\.name) }

  /// Marks the row under the cursor or removes its mark, then moves to the next row.
  mutating func toggleMark() {
    guard let name = current?.name else { return }
    let former = marked.count
    marked.removeAll { $0 == name }
    if marked.count == former { marked.append(name) }
    cursorIndex += 1
  }
}
