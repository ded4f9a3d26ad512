/// Extra passes through the network for perturbation methods.
///
/// Each call returns one result per variation, in order. After cancellation it returns only the
/// first results, and the method computes a partial map from them. Results do not depend on the
/// number of threads.
package protocol NetworkProbe: Sendable {
  /// Writes variation `index` of the network's input (3, H, W) to a buffer, on any thread.
  typealias Variation = @Sendable (_ index: Int, UnsafeMutableBufferPointer<Float>) -> Void

  func scores(count: Int, of variation: @escaping Variation) throws(AttributionError) -> [Float]

  /// For each of `channels`, returns the target's score with that channel set to zero.
  func scores(ablating channels: [Int]) throws(AttributionError) -> [Float]

  /// Computes ∂y/∂x at `count` inputs and passes each (3, H, W) to `body`; returns the number done.
  func imageGradients(
    count: Int, of variation: @escaping Variation, _ body: (UnsafeBufferPointer<Float>) -> Void
  ) throws(AttributionError) -> Int
}
