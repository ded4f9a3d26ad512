/// Further passes through the network, as perturbation methods ask for them.
///
/// Each call returns a result for every variation in order, or for the first ones alone when the
/// person has cancelled: a method makes the best map it can of what it gets. No result depends on
/// how the passes are shared among threads.
public protocol NetworkProbe: Sendable {
  /// Writes variation `index` of the network's input, (3, H, W), into a buffer.
  typealias Variation = @Sendable (_ index: Int, UnsafeMutableBufferPointer<Float>) -> Void

  /// The target's score of `count` inputs.
  func scores(count: Int, of variation: @escaping Variation) throws(AttributionError) -> [Float]

  /// The target's score with one channel of the layer set to zero, for each of `channels`.
  func scores(ablating channels: [Int]) throws(AttributionError) -> [Float]

  /// ∂y/∂x at `count` inputs, given to `body` one after the other; returns how many there were.
  func imageGradients(
    count: Int, of variation: @escaping Variation, _ body: (UnsafeBufferPointer<Float>) -> Void
  ) throws(AttributionError) -> Int
}
