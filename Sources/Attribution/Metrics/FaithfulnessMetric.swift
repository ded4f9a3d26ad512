/// A measure of how well a map reflects the network's decision.
///
/// A new metric is one file and one line in `FaithfulnessMetrics.all`.
package protocol FaithfulnessMetric: Sendable {
  var columns: [MetricColumn] { get }
  /// Citation of the publication.
  var reference: String { get }
  var needsBoxes: Bool { get }
  /// True if it measures probabilities, which a network of plain numbers does not have.
  var needsProbability: Bool { get }
  var hasCurve: Bool { get }
  /// True if it takes many maps for each one, so that it is measured only if it is named or with all.
  var isCostly: Bool { get }

  /// The conventions of the implementation, in one sentence; results with others do not compare.
  func convention(_ settings: MetricSettings) -> String
  /// Number of forward passes per map, without passes of the attribution method.
  func passes(_ settings: MetricSettings) -> Int
  /// Number of further maps per map.
  func explanations(_ settings: MetricSettings) -> Int
  /// Seconds per map on one thread in addition to the passes, measured by this call.
  func secondsBeyondPasses(height: Int, width: Int, _ settings: MetricSettings) -> Double
  func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading]
}

extension FaithfulnessMetric {
  package var needsBoxes: Bool { false }
  package var needsProbability: Bool { false }
  package var hasCurve: Bool { false }
  package var isCostly: Bool { false }
  package func passes(_ settings: MetricSettings) -> Int { 0 }
  package func explanations(_ settings: MetricSettings) -> Int { 0 }
  package func secondsBeyondPasses(
    height: Int, width: Int, _ settings: MetricSettings
  ) -> Double { 0 }
}

/// One column of a metric's results.
package struct MetricColumn: Hashable, Sendable {
  /// Which values are better.
  package enum Direction: String, Hashable, Sendable {
    case higher
    case lower
  }

  /// The name in files and on the command line: `road-morf`.
  package let name: String
  /// The heading in a table: `ROAD MoRF`.
  package let title: String
  /// Which values are better.
  package let better: Direction
  /// True if its value over images is the best point of the mean curve, not the mean of the values.
  package let isBestOfCurve: Bool

  package init(
    _ name: String, title: String, better: Direction, isBestOfCurve: Bool = false
  ) {
    self.name = name
    self.title = title
    self.better = better
    self.isBestOfCurve = isBestOfCurve
  }
}

/// The result of a metric in one column.
package struct MetricReading: Hashable, Sendable {
  package let column: String
  /// The value; NaN if the metric is undefined for this map.
  package let value: Double
  /// The curve that the value summarises; nil if there is none.
  package let curve: MetricCurve?

  package init(_ column: String, _ value: Double, curve: MetricCurve? = nil) {
    self.column = column
    self.value = value
    self.curve = curve
  }
}

/// The list of all metrics.
package enum FaithfulnessMetrics {
  /// All metrics, in display order.
  package static let all: [any FaithfulnessMetric] = [
    Insertion(), Deletion(), AverageDrop(), IncreaseInConfidence(), ROAD(), Complexity(),
    Sparseness(), Coherency(), ADCC(), Infidelity(), MaxSensitivity(), PointingGame(),
    EnergyPointingGame(), RelevanceMass(), RelevanceRank(), MaxBoxAccuracy(),
  ]
}
