import Figures

/// Calibration of a classifier: accuracy by confidence, in bins of equal width.
///
/// Guo et al. 2017, On Calibration of Modern Neural Networks, https://arxiv.org/abs/1706.04599:
/// ECE = Σ |B_m|/n · |acc(B_m) − conf(B_m)|, with bins (m−1)/M < confidence ≤ m/M.
package struct Calibration: Hashable, Sendable {
  /// The answers with confidence in `low < confidence ≤ high`.
  package struct Bin: Hashable, Sendable {
    package let low: Double
    package let high: Double
    package var count = 0
    package var correct = 0
    package var confidenceSum = 0.0

    /// Fraction of correct answers; nil in an empty bin.
    package var accuracy: Double? { count > 0 ? Double(correct) / Double(count) : nil }
    /// Mean confidence; nil in an empty bin.
    package var confidence: Double? { count > 0 ? confidenceSum / Double(count) : nil }
  }

  /// Ordered from low to high confidence.
  package private(set) var bins: [Bin]

  /// The number of bins in Guo et al.
  package static let standardBins = 15

  package init(bins count: Int = standardBins) {
    precondition(count > 0, "calibration needs a bin, not \(count)")
    bins = (0..<count).map { bin in
      Bin(low: Double(bin) / Double(count), high: Double(bin + 1) / Double(count))
    }
  }

  package mutating func add(confidence: Double, isCorrect: Bool) {
    let place = (confidence * Double(bins.count)).rounded(.up) - 1
    let bin = min(max(Int(place), 0), bins.count - 1)
    bins[bin].count += 1
    bins[bin].correct += isCorrect ? 1 : 0
    bins[bin].confidenceSum += confidence
  }

  /// The number of answers in all bins.
  package var count: Int { bins.reduce(0) { $0 + $1.count } }

  /// Expected calibration error (ECE), 0...1.
  package var expectedError: Double {
    let distances = bins.map { bin in abs(Double(bin.correct) - bin.confidenceSum) }
    return count > 0 ? distances.reduce(0, +) / Double(count) : 0
  }

  /// Maximum calibration error (MCE): the largest |accuracy − confidence| of a bin.
  package var maximumError: Double {
    bins.reduce(0) { worst, bin in
      guard let accuracy = bin.accuracy, let confidence = bin.confidence else { return worst }
      return max(worst, abs(accuracy - confidence))
    }
  }

  /// The reliability diagram: accuracy and fraction of answers by confidence, and the diagonal.
  package func plot(title: String, caption: String) -> Plot {
    let filled = bins.filter { $0.count > 0 }
    let total = Double(max(count, 1))
    return Plot(
      title: title, x: PlotAxis("Confidence", range: 0...1),
      y: PlotAxis("Share of right answers", range: 0...1),
      series: [
        PlotSeries(
          "perfect calibration", [PlotPoint(0, 0), PlotPoint(1, 1)], color: 7, marker: .none,
          isDashed: true),
        PlotSeries(
          "share of all answers",
          bins.map { PlotPoint(($0.low + $0.high) / 2, Double($0.count) / total) }, color: 1,
          marker: .square),
        PlotSeries(
          "accuracy",
          filled.compactMap { bin in
            guard let confidence = bin.confidence, let accuracy = bin.accuracy else { return nil }
            return PlotPoint(confidence, accuracy)
          }, color: 0),
      ], caption: caption)
  }
}
