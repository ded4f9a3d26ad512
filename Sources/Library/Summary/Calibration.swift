import Figures

/// Whether a network that is sure is right: accuracy against confidence in bins of equal width.
///
/// Guo et al. 2017, On Calibration of Modern Neural Networks, https://arxiv.org/abs/1706.04599:
/// ECE = Σ |B_m|/n · |acc(B_m) − conf(B_m)|, with bins (m−1)/M < confidence ≤ m/M.
public struct Calibration: Hashable, Sendable {
  /// Answers of similar confidence.
  public struct Bin: Hashable, Sendable {
    /// Confidences above this one.
    public let low: Double
    /// Confidences up to this one.
    public let high: Double
    /// How many answers.
    public var count = 0
    /// How many of them are right.
    public var correct = 0
    /// Sum of their confidences.
    public var confidenceSum = 0.0

    /// Share of right answers; nil in an empty bin.
    public var accuracy: Double? { count > 0 ? Double(correct) / Double(count) : nil }
    /// Mean confidence; nil in an empty bin.
    public var confidence: Double? { count > 0 ? confidenceSum / Double(count) : nil }
  }

  /// Bins from low to high confidence.
  public private(set) var bins: [Bin]

  /// As many as Guo and others take.
  public static let standardBins = 15

  /// Empty bins.
  public init(bins count: Int = standardBins) {
    precondition(count > 0, "calibration needs a bin, not \(count)")
    bins = (0..<count).map { bin in
      Bin(low: Double(bin) / Double(count), high: Double(bin + 1) / Double(count))
    }
  }

  /// Adds an answer.
  public mutating func add(confidence: Double, isCorrect: Bool) {
    let place = (confidence * Double(bins.count)).rounded(.up) - 1
    let bin = min(max(Int(place), 0), bins.count - 1)
    bins[bin].count += 1
    bins[bin].correct += isCorrect ? 1 : 0
    bins[bin].confidenceSum += confidence
  }

  /// Answers in all bins.
  public var count: Int { bins.reduce(0) { $0 + $1.count } }

  /// Expected calibration error: the mean distance of accuracy from confidence.
  public var expectedError: Double {
    let distances = bins.map { bin in abs(Double(bin.correct) - bin.confidenceSum) }
    return count > 0 ? distances.reduce(0, +) / Double(count) : 0
  }

  /// Maximum calibration error: the largest distance of a bin.
  public var maximumError: Double {
    bins.reduce(0) { worst, bin in
      guard let accuracy = bin.accuracy, let confidence = bin.confidence else { return worst }
      return max(worst, abs(accuracy - confidence))
    }
  }

  /// The reliability diagram: accuracy over confidence, the diagonal where both are equal, and the share
  /// of answers in each bin.
  public func plot(title: String, caption: String) -> Plot {
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
