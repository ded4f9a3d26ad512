import Tensors

/// The area under the curve of an exchange of pixels; one pass per step and one before the first.
protocol ExchangeMetric: FaithfulnessMetric {
  /// The images (3, H, W) before the first and after the last step.
  func images(_ probe: FaithfulnessProbe) -> (start: Tensor, finish: Tensor)
}

extension ExchangeMetric {
  package var needsProbability: Bool { true }
  package var hasCurve: Bool { true }

  package func passes(_ settings: MetricSettings) -> Int { settings.steps + 1 }

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    let (start, finish) = images(probe)
    let curve = try PixelExchange(
      from: start, to: finish, order: probe.ranking.order, steps: probe.settings.steps
    ).curve(probe)
    return [MetricReading(columns[0].name, curve.area, curve: curve)]
  }
}

/// Replaces an image's pixels by another image's, most important first, for insertion and deletion.
struct PixelExchange: Sendable {
  let start, finish: Tensor
  let order: [Int]
  /// Pixels replaced per step; the last step may have fewer.
  let size: Int
  let steps: Int

  /// Plans the exchange of `start` to `finish`, both (3, H, W), in at most `steps` steps.
  init(from start: Tensor, to finish: Tensor, order: [Int], steps: Int) {
    self.start = start
    self.finish = finish
    self.order = order
    size = max(1, (order.count + steps - 1) / steps)
    self.steps = (order.count + size - 1) / size
  }

  /// Fraction of replaced pixels before the first step and after each step, from 0 to 1.
  var fractions: [Double] {
    (0...steps).map { Double(min($0 * size, order.count)) / Double(order.count) }
  }

  /// Writes the image (3, H, W) after `step` steps.
  func write(_ step: Int, into input: UnsafeMutableBufferPointer<Float>) {
    _ = input.update(fromContentsOf: start.storage.buffer)
    let area = order.count
    let source = finish.storage.base
    for pixel in order.prefix(step * size) {
      for plane in 0..<start.shape[0] {
        input[plane * area + pixel] = source[plane * area + pixel]
      }
    }
  }

  /// Returns the class's probability before the first step and after each step.
  func curve(_ probe: FaithfulnessProbe) throws(AttributionError) -> MetricCurve {
    let probabilities = try probe.probabilities(count: steps + 1) { step, input in
      write(step, into: input)
    }
    return MetricCurve(fractions: fractions, probabilities: probabilities)
  }
}
