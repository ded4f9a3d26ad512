import RealModule

/// The temperature by which logits are divided so that their probabilities are calibrated.
///
/// Guo et al. 2017, https://arxiv.org/abs/1706.04599: it minimises the mean cross-entropy of images
/// that were not trained on.
package struct Temperature: Hashable, Sendable {
  package let value: Double
  /// Mean cross-entropy without it and with it.
  package let lossBefore, lossAfter: Double

  /// Fewest images that a temperature is fitted to.
  package static let fewestImages = 20
  /// The temperatures that are tried.
  package static let range = 0.1...10.0

  /// Fits the temperature to `logits`, (rows, classes); nil for fewer than `fewestImages` rows.
  package init?(logits: [Float], classes: Int, labels: [Int]) {
    guard labels.count >= Self.fewestImages else { return nil }
    func loss(_ temperature: Double) -> Double {
      let sum = labels.indices.reduce(0.0) { sum, row in
        let own = logits[row * classes..<(row + 1) * classes].map { Double($0) / temperature }
        let largest = own.max() ?? 0
        let terms = own.reduce(0) { $0 + Double.exp($1 - largest) }
        return sum + largest + Double.log(terms) - own[labels[row]]
      }
      return sum / Double(labels.count)
    }
    // The loss is convex in 1 ÷ temperature: golden-section search.
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (1 / Self.range.upperBound, 1 / Self.range.lowerBound)
    var left = high - ratio * (high - low)
    var right = low + ratio * (high - low)
    var (lossLeft, lossRight) = (loss(1 / left), loss(1 / right))
    for _ in 0..<60 {
      if lossLeft <= lossRight {
        (high, right, lossRight) = (right, left, lossLeft)
        left = high - ratio * (high - low)
        lossLeft = loss(1 / left)
      } else {
        (low, left, lossLeft) = (left, right, lossRight)
        right = low + ratio * (high - low)
        lossRight = loss(1 / right)
      }
    }
    value = 2 / (low + high)
    (lossBefore, lossAfter) = (loss(1), loss(value))
  }
}
