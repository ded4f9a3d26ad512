import Architectures
import Figures
import Support

/// A table of the paper to browse.
package enum ResultsTopic: String, CaseIterable, Hashable, Sendable {
  case imagenet, scaling, latency, transfer, cam

  package var title: String {
    switch self {
    case .imagenet: "Table 2: ImageNet"
    case .scaling: "Table 3: scaling up other networks"
    case .latency: "Table 4: latency of one image on one core"
    case .transfer: "Tables 5 and 6: transfer learning"
    case .cam: "Table 7: networks of the CAM comparison"
    }
  }
}

/// A table of results with its remarks and, if it has one, its plot.
package struct ResultsPage: Hashable, Sendable {
  package var table: ValueTable
  /// Lines below the table; the last names the source.
  package var remarks: [String]
  package var diagram: Plot?
}

/// Choices for a page beside the topic.
package struct ResultsChoices: Hashable, Sendable {
  /// Horizontal axis of Table 2's plot.
  package var axis = PaperPlots.Quantity.macs
  package var isLogarithmic = true
  /// The user's own networks.
  package var own: [Variant] = []
  /// Data set of the transfer plot.
  package var dataSet = DataSet.all[0]
  /// Seconds of one pass, by network.
  package var measured: [Variant: Double] = [:]
  /// How they were measured, for the remarks.
  package var measurement: String?

  /// The rows of the latency table; nil for all, or for `own`.
  package var latencyRows: [Variant]?

  package init() {}

  var shownVariants: [Variant] {
    latencyRows ?? (own.isEmpty ? ResultsPage.latencyVariants : own)
  }
}

extension ResultsPage {
  package init(_ topic: ResultsTopic, _ choices: ResultsChoices = ResultsChoices()) {
    switch topic {
    case .imagenet: self = .imageNet(choices)
    case .scaling: self = .scaling
    case .latency: self = .latency(choices)
    case .transfer: self = .transfer(choices.dataSet)
    case .cam: self = .camModels
    }
  }
}
