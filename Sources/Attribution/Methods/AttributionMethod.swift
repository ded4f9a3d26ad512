import Tensors

/// A method that computes the contribution of each position of a layer to a score.
///
/// A method declares the evidence that it needs and turns it into a raw map. `Attributor` runs the
/// network; ReLU, normalisation, up-sampling and colours are applied later. A new method is one
/// file and one line in `AttributionMethods.all`.
package protocol AttributionMethod: Sendable {
  /// The name on the command line: `grad-cam`.
  var name: String { get }
  /// The name as its authors write it: `Grad-CAM`.
  var title: String { get }
  /// Citation of the publication.
  var reference: String { get }
  /// The evidence that it needs.
  var needs: EvidenceNeeds { get }
  /// True if it explains the network's input, so that it ignores the layer; by default false.
  var isPixelLevel: Bool { get }

  /// Returns the target that the method explains when the user asks about `target`; by default
  /// `target` itself.
  func target(for target: Target, logits: [Float]) -> Target
  /// Returns its passes in addition to one forward pass and, for gradients, one backward pass; by
  /// default none.
  func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes
  /// Returns the raw, signed map.
  func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap
}

extension AttributionMethod {
  package var isPixelLevel: Bool { false }

  package func target(for target: Target, logits: [Float]) -> Target { target }

  package func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes { Passes() }
}

/// A method whose map is a sum over channels; eigen-smoothing projects it instead.
package protocol ChannelwiseMethod: AttributionMethod {
  /// Returns the contribution of each channel at each position, (C, h, w).
  func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor
}

extension ChannelwiseMethod {
  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    channelSum(try contributions(from: evidence))
  }
}

/// A method with one weight per channel: L = Σ_k weight_k · A_k.
package protocol WeightingMethod: ChannelwiseMethod {
  func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float]
}

extension WeightingMethod {
  package func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor {
    evidence.weighted(try weights(from: evidence))
  }

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    evidence.weightedSum(try weights(from: evidence))
  }
}

/// The facts of a layer that a method's cost depends on.
package struct LayerGeometry: Hashable, Sendable {
  package let channels: Int
  /// True if closed forms replace passes, because the classifier head reads this layer.
  package let isLastStage: Bool

  package init(channels: Int, isLastStage: Bool) {
    self.channels = channels
    self.isLastStage = isLastStage
  }
}

/// Numbers of passes through the network.
package struct Passes: Hashable, Sendable {
  /// Full forward passes.
  package var forward: Int
  /// Forward passes from the layer to the logits.
  package var resumed: Int
  /// Backward passes.
  ///
  /// Those at varied images or activations include their forward pass; the one at the image itself
  /// does not.
  package var backward: Int

  package init(forward: Int = 0, resumed: Int = 0, backward: Int = 0) {
    self.forward = forward
    self.resumed = resumed
    self.backward = backward
  }

  package var total: Int { forward + resumed + backward }

  package static func += (sum: inout Passes, passes: Passes) {
    sum.forward += passes.forward
    sum.resumed += passes.resumed
    sum.backward += passes.backward
  }

  static func * (passes: Passes, count: Int) -> Passes {
    Passes(
      forward: passes.forward * count, resumed: passes.resumed * count,
      backward: passes.backward * count)
  }
}
