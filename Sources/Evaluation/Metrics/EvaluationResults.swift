import Attribution
import Explanations

/// Metric values of one method's map of one image.
package struct MethodEvaluation: Sendable {
  package let method: String
  /// Values by column; NaN if a metric is undefined for the map.
  package let values: [String: Double]
  package let curves: [String: MetricCurve]
  /// Fraction of pixels whose rank was decided by their position alone.
  package let tiedShare: Double
  package let hasPositiveEvidence: Bool
  /// Milliseconds of the map and all metrics.
  package let milliseconds: Double
}

/// Metric values of one image and class.
package struct ImageEvaluation: Sendable {
  package let image: String
  package let target: Classification.Prediction
  /// Fraction of the network's input that the boxes cover; nil without boxes.
  package let boxShare: Double?
  package let methods: [MethodEvaluation]
}

/// A mean over images with its uncertainty.
package struct MetricSummary: Hashable, Sendable {
  /// The mean; NaN without values.
  package let mean: Double
  /// Sample standard deviation over √n; NaN for fewer than two values.
  package let standardError: Double
  package let count: Int

  /// A value of `count` images together, whose uncertainty is unknown.
  init(mean: Double, count: Int) { (self.mean, standardError, self.count) = (mean, .nan, count) }

  /// Summarises `values`, skipping NaN.
  package init(_ values: [Double]) {
    let known = values.filter { !$0.isNaN }
    count = known.count
    let n = Double(known.count)
    let mean = known.isEmpty ? .nan : known.reduce(0, +) / n
    self.mean = mean
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = count < 2 ? .nan : (squares / (n - 1) / n).squareRoot()
  }
}

package struct EvaluationProgress: Hashable, Sendable {
  /// Finished network passes of this image, and all of them.
  package var done, total: Int
}
