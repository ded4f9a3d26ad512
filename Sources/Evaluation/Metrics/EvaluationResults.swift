import Attribution
import Explanations

/// What the metrics say about one method's map of one image.
public struct MethodEvaluation: Sendable {
  /// The method's name on the command line.
  public let method: String
  /// Values by column; NaN where a metric has no meaning for the map.
  public let values: [String: Double]
  /// Curves by column.
  public let curves: [String: MetricCurve]
  /// The share of pixels whose rank was decided by their position alone.
  public let tiedShare: Double
  /// Whether any place speaks for the class.
  public let hasPositiveEvidence: Bool
  /// Milliseconds of the map and of all metrics.
  public let milliseconds: Double
}

/// What the metrics say about the maps of one image and class.
public struct ImageEvaluation: Sendable {
  /// The image as it was given.
  public let image: String
  /// The explained class, as the network sees it.
  public let target: Classification.Prediction
  /// The share of the network's input that the boxes cover; nil where the image has none.
  public let boxShare: Double?
  /// One result a method.
  public let methods: [MethodEvaluation]
}

/// A mean over images with its uncertainty.
public struct MetricSummary: Hashable, Sendable {
  /// The mean; NaN of nothing.
  public let mean: Double
  /// The standard deviation of the sample over √n; NaN for fewer than two images.
  public let standardError: Double
  /// The images for which the metric has a value.
  public let count: Int

  /// The summary of `values`, of which those that are not numbers are left out.
  public init(_ values: [Double]) {
    let known = values.filter { !$0.isNaN }
    count = known.count
    guard !known.isEmpty else {
      mean = .nan
      standardError = .nan
      return
    }
    let mean = known.reduce(0, +) / Double(known.count)
    self.mean = mean
    guard known.count > 1 else {
      standardError = .nan
      return
    }
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = (squares / Double(known.count - 1) / Double(known.count)).squareRoot()
  }
}

/// How far an evaluation is.
public struct EvaluationProgress: Hashable, Sendable {
  /// Passes through the network done for this image.
  public var done: Int
  /// Passes that this image takes.
  public var total: Int
}
