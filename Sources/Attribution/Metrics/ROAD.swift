import Tensors

/// ROAD: the change of the probability when pixels are imputed from their neighbours.
///
/// Removing the most relevant pixels first (MoRF) should lower the probability; removing the least
/// relevant first (LeRF) should not. Half their difference is the combined score. Imputation leaves
/// no edges that would reveal the mask's shape to the network.
/// Rong et al. 2022, https://arxiv.org/abs/2202.00449
package struct ROAD: FaithfulnessMetric {
  package let columns = [
    MetricColumn("road-morf", title: "ROAD MoRF", better: .lower),
    MetricColumn("road-lerf", title: "ROAD LeRF", better: .higher),
    MetricColumn("road", title: "ROAD", better: .higher),
  ]
  package let reference = "Rong et al. 2022, arXiv:2202.00449"
  package let hasCurve = true
  package let needsProbability = true

  package init() {}

  package func convention(_ settings: MetricSettings) -> String {
    let list = settings.percentiles.map(String.init).joined(separator: ", ")
    return "mean change of the class's probability over the percentiles \(list), as in grad-cam: "
      + "at p the most (MoRF) or least (LeRF) relevant 100 − p % of the pixels are imputed "
      + "linearly from their eight neighbours (weights 1/6 beside, 1/12 diagonal) plus noise of σ "
      + "\(settings.noise) (seed \(settings.seed)); ROAD = (LeRF − MoRF) / 2"
  }

  package func passes(_ settings: MetricSettings) -> Int { 2 * settings.percentiles.count }

  /// The time of the imputations, from one measured imputation of half of the image.
  package func secondsBeyondPasses(
    height: Int, width: Int, _ settings: MetricSettings
  ) -> Double {
    let isKnown = (0..<height * width).map { pixel in
      !(height / 4..<height - height / 4).contains(pixel / width)
    }
    let image = Tensor(
      shape: [1, height, width], (0..<height * width).map { Float($0 % 97) / 97 - 0.5 })
    let filled = Tensor(zeros: [1, height, width])
    let start = ContinuousClock.now
    LinearImputation(height: height, width: width, isKnown: isKnown)
      .fill(image, noise: 0, seed: 0, into: filled.storage.mutableBuffer)
    let one = (ContinuousClock.now - start) / .seconds(1)
    return one * Double(3 * passes(settings))
  }

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    let settings = probe.settings
    let percentiles = settings.percentiles.sorted(by: >)
    let order = probe.ranking.order
    let image = probe.image
    let counts = percentiles.map { Self.keptPixels(order.count, percentile: $0) }
    let found = try probe.probabilities(count: 2 * counts.count) { number, input in
      let isMostFirst = number < counts.count
      let removed = order.count - counts[number % counts.count]
      var isKnown = [Bool](repeating: true, count: order.count)
      for pixel in isMostFirst ? order.prefix(removed) : order.suffix(removed) {
        isKnown[pixel] = false
      }
      LinearImputation(height: image.shape[1], width: image.shape[2], isKnown: isKnown)
        .fill(image, noise: settings.noise, seed: settings.seed &+ UInt64(number), into: input)
    }
    let removedShares = counts.map { 1 - Double($0) / Double(order.count) }
    let most = curve(removedShares, found.prefix(counts.count), probe.probability)
    let least = curve(removedShares, found.suffix(counts.count), probe.probability)
    let morf = meanChange(found.prefix(counts.count), from: probe.probability)
    let lerf = meanChange(found.suffix(counts.count), from: probe.probability)
    return [
      MetricReading(columns[0].name, morf, curve: most),
      MetricReading(columns[1].name, lerf, curve: least),
      MetricReading(columns[2].name, (lerf - morf) / 2),
    ]
  }

  /// Number of `count` distinct values that are strictly below NumPy's interpolated `percentile`.
  static func keptPixels(_ count: Int, percentile: Int) -> Int {
    ((count - 1) * percentile + 99) / 100
  }

  private func meanChange(_ found: ArraySlice<Double>, from probability: Double) -> Double {
    found.isEmpty ? .nan : found.reduce(0) { $0 + $1 - probability } / Double(found.count)
  }

  private func curve(
    _ shares: [Double], _ found: ArraySlice<Double>, _ probability: Double
  ) -> MetricCurve {
    MetricCurve(fractions: [0] + shares, probabilities: [probability] + found)
  }
}
