import Tensors

/// Infidelity: how badly the map predicts the loss of probability when squares are removed.
///
/// Yeh et al. 2019, On the (In)fidelity and Sensitivity of Explanations,
/// https://arxiv.org/abs/1901.09392
package struct Infidelity: FaithfulnessMetric {
  package let columns = [MetricColumn("infidelity", title: "infidelity", better: .lower)]
  package let reference = "Yeh et al. 2019, arXiv:1901.09392"
  package let needsProbability = true

  package init() {}

  package func passes(_ settings: MetricSettings) -> Int { settings.infidelityDraws }

  /// The corner and side of a removed square, in pixels.
  struct Square: Hashable, Sendable {
    let top, left, side: Int
  }

  /// The squares of an image: a quarter of its shorter side, uniform over all places.
  static func squares(height: Int, width: Int, _ settings: MetricSettings) -> [Square] {
    var generator = SeededGenerator(seed: settings.seed)
    let side = max(1, min(height, width) / 4)
    return (0..<settings.infidelityDraws).map { _ in
      let top = Int(generator.uniform() * Double(height - side + 1))
      let left = Int(generator.uniform() * Double(width - side + 1))
      return Square(top: top, left: left, side: side)
    }
  }

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    let image = probe.image
    let (planes, height, width) = (image.shape[0], image.shape[1], image.shape[2])
    let squares = Self.squares(height: height, width: width, probe.settings)
    /// The places of a square in all planes.
    @Sendable func places(_ square: Square) -> [Int] {
      (0..<planes).flatMap { plane in
        (square.top..<square.top + square.side).flatMap { row in
          let start = (plane * height + row) * width + square.left
          return start..<start + square.side
        }
      }
    }
    let found = try probe.probabilities(count: squares.count) { number, input in
      _ = input.update(fromContentsOf: image.storage.buffer)
      for place in places(squares[number]) { input[place] = 0 }
    }
    let losses = found.map { probe.probability - $0 }
    let promised = squares.map { square in
      places(square).reduce(0) { sum, place in
        let value = probe.ranking.values[place % (height * width)]
        return sum + Double(image.storage.buffer[place]) * Double(value)
      }
    }
    return [MetricReading(columns[0].name, Self.error(losses, promised))]
  }

  /// The mean squared distance of the losses from the promised ones times their best common factor.
  static func error(_ losses: [Double], _ promised: [Double]) -> Double {
    let squares = promised.reduce(0) { $0 + $1 * $1 }
    let factor = squares > 0 ? zip(losses, promised).reduce(0) { $0 + $1.0 * $1.1 } / squares : 0
    let errors = zip(losses, promised).map { ($0 - factor * $1) * ($0 - factor * $1) }
    return errors.isEmpty ? .nan : errors.reduce(0, +) / Double(errors.count)
  }

  package func convention(_ settings: MetricSettings) -> String {
    "mean of (loss of the class's probability − β · Σ map · removed input)² over "
      + "\(settings.infidelityDraws) squares of a quarter of the shorter side set to the mean colour "
      + "(seed \(settings.seed)), β chosen for the least error since maps have no unit"
  }
}
