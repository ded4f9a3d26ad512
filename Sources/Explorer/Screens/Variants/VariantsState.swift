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
  /// Whether networks without published weights are listed too.
  package var showsAll = false
  /// Name of the network in use, which is never folded away.
  package var used: String?

  /// The rows as shown: filtered and sorted.
  ///
  /// In the catalogue's order those come first that can be used at once, then those whose weights can
  /// be downloaded.
  package var rows: [VariantFacts] {
    let wanted = filter.text.lowercased()
    let matching = all.filter { row in
      wanted.isEmpty
        || [row.name, row.title, row.family].contains { $0.lowercased().contains(wanted) }
    }
    if order != .catalogue { return matching.sorted { rank($0) < rank($1) } }
    let shown = isFolded ? matching.filter { !isFoldedAway($0) } : matching
    return VariantFacts.Weights.byUse.flatMap { weights in
      shown.filter { $0.weights == weights }
    }
  }

  /// The number of networks that the fold hides.
  package var foldedCount: Int { isFolded ? all.filter(isFoldedAway).count : 0 }

  /// A filter and every other order are for finding any network.
  private var isFolded: Bool {
    !showsAll && order == .catalogue && filter.text.isEmpty
      && all.contains { $0.weights != .absent }
  }

  private func isFoldedAway(_ row: VariantFacts) -> Bool {
    row.weights == .absent && row.name != used && !marked.contains(row.name)
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

  /// Notes that the weights of a network have been installed.
  mutating func markInstalled(_ name: String) {
    guard let index = all.firstIndex(where: { $0.name == name }) else { return }
    all[index].weights = .installed
  }

  /// Marks the row under the cursor or removes its mark, then moves to the next row.
  mutating func toggleMark() {
    guard let name = current?.name else { return }
    let former = marked.count
    marked.removeAll { $0 == name }
    if marked.count == former { marked.append(name) }
    cursorIndex += 1
  }
}
