import Architectures
import Benchmarking
import Figures
import Scaling
import Support
import Terminal

/// The paper's tables as they are browsed: which one, sorted and filtered how, drawn or listed.
package struct ResultsView: Sendable {
  package var topic = ResultsTopic.imagenet
  /// Tables whose networks were counted.
  package private(set) var counted: Set<ResultsTopic> = []
  /// The table with its diagram, as `shown` asks for it.
  package private(set) var page: ResultsPage?
  private var shown: (topic: ResultsTopic, choices: ResultsChoices)?
  package var filter = TextField()
  package var isFiltering = false
  /// Row of the sorted and filtered table under the cursor.
  package var cursor = 0
  /// Columns that are scrolled away to the left, after those that name a row.
  package var scroll = 0
  /// Whether the diagram takes the table's place where there is no room for both.
  package var showsPlot = false
  package var axis = PaperPlots.Quantity.macs
  package var isLogarithmic = true
  package var dataSet = 0
  /// Whether one network after the other is measured.
  package var isMeasuring = false
  /// Networks that can't be measured here.
  package var unmeasurable: Set<Variant> = []
  private var order: [ResultsTopic: (key: String, isDescending: Bool)] = [:]

  package init() {}

  /// The column that the table is sorted by, with a minus where it falls.
  package var sorting: String? {
    order[topic].map { ($0.isDescending ? "-" : "") + $0.key }
  }

  mutating func note(counted topic: ResultsTopic) { counted.insert(topic) }

  /// Makes the page of the topic unless it stands already.
  mutating func show(_ choices: ResultsChoices) {
    guard counted.contains(topic) else {
      (page, shown) = (nil, nil)
      return
    }
    if let shown, shown.topic == topic, shown.choices == choices { return }
    page = ResultsPage(topic, choices)
    shown = (topic, choices)
  }

  mutating func next(_ step: Int) {
    let all = ResultsTopic.allCases
    topic = all[((all.firstIndex(of: topic) ?? 0) + step + all.count) % all.count]
    cursor = 0
    scroll = 0
    filter = TextField()
  }

  /// Sorts by the next column, falling where it holds numbers; after the last as printed.
  mutating func sortByNext() {
    guard let columns = page?.table.columns else { return }
    let index = order[topic].flatMap { now in columns.firstIndex { $0.key == now.key } } ?? -1
    order[topic] =
      columns.indices.contains(index + 1)
      ? (columns[index + 1].key, !columns[index + 1].isText) : nil
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
}

extension State {
  /// What the page of results shows beside the paper's own figures.
  var resultsChoices: ResultsChoices {
    var choices = ResultsChoices()
    choices.axis = results.axis
    choices.isLogarithmic = results.isLogarithmic
    choices.dataSet = DataSet.all[results.dataSet % DataSet.all.count]
    if results.topic == .imagenet { choices.own = variants.marked.compactMap(Variant.named) }
    choices.measured = latencies
    if !latencies.isEmpty {
      choices.measurement =
        "Measured on this machine: batch 1, one thread, mean of \(LatencyProtocol.paper.runs) runs, "
        + "random weights (untrained)."
    }
    return choices
  }

  /// The network to measure next, while one after the other is measured: the smallest first.
  var nextUnmeasured: Variant? {
    guard results.isMeasuring else { return nil }
    return LatencySurvey.ordered(ResultsPage.latencyVariants).first {
      latencies[$0] == nil && !results.unmeasurable.contains($0)
    }
  }
}
