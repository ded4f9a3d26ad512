/// A measure of how well a map reflects the network's decision.
///
/// A new metric is one file and one line in `FaithfulnessMetrics.all`.
public protocol FaithfulnessMetric: Sendable {
  /// Its columns; most metrics have one.
  var columns: [MetricColumn] { get }
  /// Citation of the publication.
  var reference: String { get }
  /// Whether it needs the objects' boxes.
  var needsBoxes: Bool { get }
  /// Whether its readings contain curves.
  var hasCurve: Bool { get }

  /// The conventions of the implementation, in one sentence; results with others do not compare.
  func convention(_ settings: MetricSettings) -> String
  /// Number of forward passes per map, without passes of the attribution method.
  func passes(_ settings: MetricSettings) -> Int
  /// Seconds per map on one thread in addition to the passes, measured by this call.
  func secondsBeyondPasses(height: Int, width: Int, _ settings: MetricSettings) -> Double
  /// Returns one reading per column.
  func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading]
}

extension FaithfulnessMetric {
  /// By default false.
  public var needsBoxes: Bool { false }
  /// By default false.
  public var hasCurve: Bool { false }
  /// By default no passes.
  public func passes(_ settings: MetricSettings) -> Int { 0 }
  /// By default 0.
  public func secondsBeyondPasses(
    height: Int, width: Int, _ settings: MetricSettings
  ) -> Double { 0 }
}

/// One column of a metric's results.
public struct MetricColumn: Hashable, Sendable {
  /// Which values are better.
  public enum Direction: String, Hashable, Sendable {
    /// Higher is better.
    case higher
    /// Lower is better.
    case lower
  }

  /// The name in files and on the command line: `road-morf`.
  public let name: String
  /// The heading in a table: `ROAD MoRF`.
  public let title: String
  /// Which values are better.
  public let better: Direction

  /// Creates a column.
  public init(_ name: String, title: String, better: Direction) {
    self.name = name
    self.title = title
    self.better = better
  }
}

/// The result of a metric in one column.
public struct MetricReading: Hashable, Sendable {
  /// The column's name.
  public let column: String
  /// The value; NaN if the metric is undefined for this map.
  public let value: Double
  /// The curve that the value summarises; nil if there is none.
  public let curve: MetricCurve?

  /// Creates a reading.
  public init(_ column: String, _ value: Double, curve: MetricCurve? = nil) {
    self.column = column
    self.value = value
    self.curve = curve
  }
}

/// The list of all metrics.
public enum FaithfulnessMetrics {
  /// All metrics, in display order.
  public static let all: [any FaithfulnessMetric] = [
    Insertion(), Deletion(), AverageDrop(), IncreaseInConfidence(), ROAD(), Complexity(),
    Coherency(), ADCC(), PointingGame(), EnergyPointingGame(),
  ]
}
