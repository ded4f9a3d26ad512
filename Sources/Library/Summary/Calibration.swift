/// Calibration of a classifier: accuracy by confidence, in bins of equal width or equal count.
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
    /// Wilson's 95 % interval of the accuracy; nil in an empty bin.
    package var interval: ClosedRange<Double>? { WilsonInterval.of(correct, of: count) }

    mutating func add(_ confidence: Double, _ isCorrect: Bool) {
      count += 1
      correct += isCorrect ? 1 : 0
      confidenceSum += confidence
    }
  }

  /// Bins of equal width, ordered from low to high confidence.
  package private(set) var bins: [Bin]
  /// Confidence of each answer, and whether it is right.
  private var confidences: [Double] = []
  private var isCorrect: [Bool] = []

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
    bins[bin].add(confidence, isCorrect)
    confidences.append(confidence)
    self.isCorrect.append(isCorrect)
  }

  /// The number of answers in all bins.
  package var count: Int { confidences.count }

  /// Expected calibration error (ECE) over the bins of equal width, 0...1.
  package var expectedError: Double { Self.expectedError(bins) }

  /// Expected calibration error over the bins of equal count, 0...1.
  package var equalMassError: Double { Self.expectedError(equalMassBins) }

  private static func expectedError(_ bins: [Bin]) -> Double {
    let distances = bins.map { bin in abs(Double(bin.correct) - bin.confidenceSum) }
    let count = bins.reduce(0) { $0 + $1.count }
    return count > 0 ? distances.reduce(0, +) / Double(count) : 0
  }

  /// Maximum calibration error (MCE): the largest |accuracy − confidence| of a bin.
  package var maximumError: Double {
    bins.reduce(0) { worst, bin in
      guard let accuracy = bin.accuracy, let confidence = bin.confidence else { return worst }
      return max(worst, abs(accuracy - confidence))
    }
  }

  /// As many bins, each with the same number of answers or one more, by rising confidence.
  ///
  /// A bin reaches from its least confidence to its largest; there are no empty ones.
  package var equalMassBins: [Bin] {
    let order = confidences.indices.sorted { (confidences[$0], $0) < (confidences[$1], $1) }
    return bins.indices.compactMap { number in
      let start = number * order.count / bins.count
      let own = order[start..<(number + 1) * order.count / bins.count]
      guard let first = own.first, let last = own.last else { return nil }
      var bin = Bin(low: confidences[first], high: confidences[last])
      for answer in own { bin.add(confidences[answer], isCorrect[answer]) }
      return bin
    }
  }

  /// All answers in one bin.
  package var whole: Bin {
    var bin = Bin(low: 0, high: 1)
    for (confidence, isRight) in zip(confidences, isCorrect) { bin.add(confidence, isRight) }
    return bin
  }

  /// The temperature that fits the confidences best; nil if there is none.
  package var temperature: ConfidenceTemperature? {
    ConfidenceTemperature(confidences: confidences, isCorrect: isCorrect)
  }

  /// The calibration of the same answers at `temperature`, with as many bins.
  package func scaled(by temperature: ConfidenceTemperature) -> Calibration {
    var scaled = Calibration(bins: bins.count)
    for (confidence, isRight) in zip(confidences, isCorrect) {
      scaled.add(confidence: temperature.scaled(confidence), isCorrect: isRight)
    }
    return scaled
  }
}
