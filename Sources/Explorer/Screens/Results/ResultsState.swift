import Architectures
import Benchmarking
import Figures
import Scaling
import Support
import Terminal

/// One of the paper's tables: sorted, filtered, and with its diagram.
package struct ResultsState: Sendable {
  package var topic = ResultsTopic.imagenet
  /// Tables whose networks are counted.
  package private(set) var counted: Set<ResultsTopic> = []
  /// The table with its diagram, as `shown` describes it.
  package private(set) var page: ResultsPage?
  private var shown: (topic: ResultsTopic, choices: ResultsChoices)?
  package var filter = FilterField()
  /// Row of the sorted and filtered table under the cursor.
  package var cursor = 0
  /// Number of columns scrolled out to the left, after those that name a row.
  package var scroll = 0
  package var plot = ResultsPlot()
  package var latencies = MeasuredLatencies()
  private var order: [ResultsTopic: (key: String, isDescending: Bool)] = [:]

  /// The key of the column that sorts the table, after a minus if descending.
  package var sorting: String? {
    order[topic].map { ($0.isDescending ? "-" : "") + $0.key }
  }

  /// Records that a table is counted, with latencies from earlier runs; those of this run stay.
  mutating func note(counted topic: ResultsTopic, recorded: [Variant: Double]) {
    latencies.seconds.merge(recorded) { now, _ in now }
    counted.insert(topic)
  }

  /// Makes the page of the topic if its content changed; `marked` networks are added to Table 2.
  mutating func show(marked: [String]) {
    let wanted = counted.contains(topic) ? (topic: topic, choices: choices(marked: marked)) : nil
    if let shown, let wanted, shown == wanted { return }
    page = wanted.map { ResultsPage($0.topic, $0.choices) }
    shown = wanted
  }

  private func choices(marked: [String]) -> ResultsChoices {
    var choices = ResultsChoices()
    (choices.axis, choices.isLogarithmic) = (plot.axis, plot.isLogarithmic)
    choices.dataSet = plot.dataSet
    if topic == .imagenet { choices.own = marked.compactMap(Variant.named) }
    choices.measured = latencies.seconds
    if !latencies.seconds.isEmpty {
      choices.measurement =
        "Measured on this machine: batch 1, one thread, mean of \(LatencyProtocol.paper.runs) runs, "
        + "random weights (untrained)."
    }
    return choices
  }

  mutating func next(_ step: Int) {
    topic = ResultsTopic.allCases.neighbour(of: topic, step)
    (cursor, scroll) = (0, 0)
    filter.clear()
  }

  /// Sorts by the next column, numbers in descending order; after the last column as printed.
  mutating func sortByNext() {
    guard let columns = page?.table.columns else { return }
    let index = order[topic].flatMap { now in columns.firstIndex { $0.key == now.key } } ?? -1
    order[topic] = columns.dropFirst(index + 1).first.map { ($0.key, !$0.isText) }
    cursor = 0
  }

  mutating func turnOrder() { order[topic]?.isDescending.toggle() }

  /// The table as shown: sorted and filtered.
  package var table: ValueTable? {
    guard var table = page?.table else { return nil }
    if let sorting { try? table.sort(by: sorting) }
    if !filter.text.isEmpty { table.filter(filter.text) }
    return table
  }

  package var currentVariant: Variant? {
    guard let table, table.rows.indices.contains(cursor),
      let column = table.columns.firstIndex(where: { $0.key == "network" }),
      case .text(let name) = table.rows[cursor][column]
    else { return nil }
    return PublishedModel.variant(named: name)
  }
}

/// What the diagram of the Results screen shows.
package struct ResultsPlot: Equatable, Sendable {
  /// Whether the diagram replaces the table on a small screen.
  var isShown = false
  var axis = PaperPlots.Quantity.macs
  var isLogarithmic = true
  private var dataSetIndex = 0

  var dataSet: DataSet { DataSet.all[dataSetIndex % DataSet.all.count] }

  /// Changes to the next axis, first logarithmic, then linear; Table 5 changes to the next data set.
  mutating func nextAxis(of topic: ResultsTopic) {
    if topic == .transfer {
      dataSetIndex = (dataSetIndex + 1) % DataSet.all.count
    } else if isLogarithmic {
      isLogarithmic = false
    } else {
      (axis, isLogarithmic) = (axis == .macs ? .parameters : .macs, true)
    }
  }
}

/// Forward times measured by the protocol of the paper's Table 4.
package struct MeasuredLatencies: Equatable, Sendable {
  /// Mean seconds per network.
  package var seconds: [Variant: Double] = [:]
  /// Whether all networks are being measured, one after the other.
  package var isMeasuring = false
  package var unmeasurable: Set<Variant> = []

  /// The next network to measure while `isMeasuring`, the smallest first.
  var next: Variant? {
    guard isMeasuring else { return nil }
    return LatencySurvey.ordered(ResultsPage.latencyVariants).first {
      seconds[$0] == nil && !unmeasurable.contains($0)
    }
  }
}
