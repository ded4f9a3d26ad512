import Tensors

/// An image turned into another one pixel by pixel, the most important first: insertion and deletion.
struct PixelExchange: Sendable {
  let start: Tensor
  let finish: Tensor
  let order: [Int]
  /// Pixels exchanged at a step; the last step may have fewer.
  let size: Int
  /// Steps until nothing is left to exchange.
  let steps: Int

  /// From `start` to `finish`, both (3, H, W), in about `steps` steps of whole pixels.
  init(from start: Tensor, to finish: Tensor, order: [Int], steps: Int) {
    self.start = start
    self.finish = finish
    self.order = order
    size = max(1, (order.count + steps - 1) / steps)
    self.steps = (order.count + size - 1) / size
  }

  /// The share of pixels that are exchanged after each step, from 0 to 1.
  var fractions: [Double] {
    (0...steps).map { Double(min($0 * size, order.count)) / Double(order.count) }
  }

  /// The image after `step` steps.
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

  /// The class's probability after every step, the first and the last included.
  func curve(_ probe: FaithfulnessProbe) throws(AttributionError) -> MetricCurve {
    let probabilities = try probe.probabilities(count: steps + 1) { step, input in
      write(step, into: input)
    }
    return MetricCurve(fractions: fractions, probabilities: probabilities)
  }
}
