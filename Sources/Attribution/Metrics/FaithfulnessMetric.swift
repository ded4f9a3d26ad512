/// A number that says how well a map tells what the network looked at.
///
/// A metric is one file and one line in `FaithfulnessMetrics.all`.
public protocol FaithfulnessMetric: Sendable {
  /// Its columns; most metrics have one.
  var columns: [MetricColumn] { get }
  /// Where it was published.
  var reference: String { get }
  /// Whether it needs to be told where the objects are.
  var needsBoxes: Bool { get }
  /// Whether its readings summarise curves.
  var hasCurve: Bool { get }

  /// The conventions that were followed, in one sentence: results under others do not compare.
  func convention(_ settings: MetricSettings) -> String
  /// How many passes through the network it takes, of which the method's own runs are not counted.
  func passes(_ settings: MetricSettings) -> Int
  /// Seconds of one thread that one map takes beyond those passes, measured now at an input's extents.
  func secondsBeyondPasses(height: Int, width: Int, _ settings: MetricSettings) -> Double
  /// One reading a column.
  func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading]
}

extension FaithfulnessMetric {
  /// Most metrics judge a map by the network alone.
  public var needsBoxes: Bool { false }
  /// Most metrics are a number and no more.
  public var hasCurve: Bool { false }
  /// None.
  public func passes(_ settings: MetricSettings) -> Int { 0 }
  /// Most metrics change an input in no time.
  public func secondsBeyondPasses(
    height: Int, width: Int, _ settings: MetricSettings
  ) -> Double { 0 }
}

/// One number of a metric.
public struct MetricColumn: Hashable, Sendable {
  /// Which values speak for a map.
  public enum Direction: String, Hashable, Sendable {
    /// The larger, the better.
    case higher
    /// The smaller, the better.
    case lower
  }

  /// The name in files and on the command line: `road-morf`.
  public let name: String
  /// The heading in a table: `ROAD MoRF`.
  public let title: String
  /// Which values speak for a map.
  public let better: Direction

  /// A column.
  public init(_ name: String, title: String, better: Direction) {
    self.name = name
    self.title = title
    self.better = better
  }
}

/// What a metric found in one column.
public struct MetricReading: Hashable, Sendable {
  /// The column's name.
  public let column: String
  /// The value; NaN where the metric has no meaning for this map.
  public let value: Double
  /// The curve that the value summarises, if it does.
  public let curve: MetricCurve?

  /// A reading.
  public init(_ column: String, _ value: Double, curve: MetricCurve? = nil) {
    self.column = column
    self.value = value
    self.curve = curve
  }
}

/// The list of all metrics.
public enum FaithfulnessMetrics {
  /// Every metric, in the order in which they are shown.
  public static let all: [any FaithfulnessMetric] = [
    Insertion(), Deletion(), AverageDrop(), IncreaseInConfidence(), ROAD(), Complexity(),
    Coherency(), ADCC(), PointingGame(), EnergyPointingGame(),
  ]
}
