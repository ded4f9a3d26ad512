import Tensors

/// Max-sensitivity: the largest relative change of the map under small noise on the input.
///
/// Yeh et al. 2019, On the (In)fidelity and Sensitivity of Explanations,
/// https://arxiv.org/abs/1901.09392
package struct MaxSensitivity: FaithfulnessMetric {
  package let columns = [MetricColumn("max-sensitivity", title: "max sensitivity", better: .lower)]
  package let reference = "Yeh et al. 2019, arXiv:1901.09392"
  package let isCostly = true

  package init() {}

  package func explanations(_ settings: MetricSettings) -> Int { settings.sensitivityDraws }

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    let original = probe.ranking.values
    let norm = original.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard norm > 0 else { return [MetricReading(columns[0].name, .nan)] }
    var largest = 0.0
    for draw in 0..<probe.settings.sensitivityDraws {
      let noisy = Self.noisy(probe.image, probe.settings, draw: draw)
      let values = try probe.displayedMap(of: noisy).values
      let change = zip(values, original).reduce(0) { sum, pair in
        let difference = Double(pair.0) - Double(pair.1)
        return sum + difference * difference
      }
      largest = max(largest, change.squareRoot() / norm)
    }
    return [MetricReading(columns[0].name, largest)]
  }

  /// The image with draw number `draw` of the noise.
  static func noisy(_ image: Tensor, _ settings: MetricSettings, draw: Int) -> Tensor {
    var generator = SeededGenerator(seed: settings.seed &+ UInt64(draw))
    let noisy = Tensor(zeros: image.shape)
    for (index, value) in image.storage.buffer.enumerated() {
      let noise = (2 * generator.uniform() - 1) * settings.sensitivityRadius
      noisy.storage.mutableBuffer[index] = value + Float(noise)
    }
    return noisy
  }

  package func convention(_ settings: MetricSettings) -> String {
    "largest ‖map of the noisy input − map‖ / ‖map‖ of displayed maps over "
      + "\(settings.sensitivityDraws) draws of uniform noise within ±\(settings.sensitivityRadius) of "
      + "the preprocessed input (seed \(settings.seed)), as in Quantus"
  }
}
