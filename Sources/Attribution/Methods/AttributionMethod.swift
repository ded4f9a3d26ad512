import Tensors

/// A method that computes the contribution of each position of a layer to a score.
///
/// A method declares the evidence that it needs and turns it into a raw map. `Attributor` runs the
/// network; ReLU, normalisation, up-sampling and colours are applied later. A new method is one
/// file and one line in `AttributionMethods.all`.
package protocol AttributionMethod: Sendable {
  /// The name on the command line, `grad-cam`, and the name as its authors write it, `Grad-CAM`.
  var labels: (name: String, title: String) { get }
  /// The evidence that it needs; by default activations and gradients.
  var needs: EvidenceNeeds { get }
  /// True if it explains the network's input, so that it ignores the layer; by default false.
  var isPixelLevel: Bool { get }

  /// Returns the target that the method explains when the user asks about `target`; by default
  /// `target` itself.
  func target(for target: Target, logits: [Float]) -> Target
  /// Returns its passes in addition to one forward pass and, for gradients, one backward pass; by
  /// default none.
  ///
  /// The layer has `channels` channels. At the last stage closed forms may replace passes.
  func passes(channels: Int, isLastStage: Bool, _ settings: MethodSettings) -> Passes
  /// Returns the raw, signed map.
  func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap
}

extension AttributionMethod {
  package var name: String { labels.name }
  package var title: String { labels.title }
  package var needs: EvidenceNeeds { [.activations, .gradients] }
  package var isPixelLevel: Bool { false }

  package func target(for target: Target, logits: [Float]) -> Target { target }

  package func passes(channels: Int, isLastStage: Bool, _ settings: MethodSettings) -> Passes {
    Passes()
  }
}

/// A method that explains the network's input; by default it needs the gradient at the image.
package protocol PixelMethod: AttributionMethod {}

extension PixelMethod {
  package var needs: EvidenceNeeds { .imageGradients }
  package var isPixelLevel: Bool { true }
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

/// Numbers of passes through the network.
package struct Passes: Hashable, Sendable {
  /// Full forward passes, forward passes from the layer to the logits, and backward passes.
  ///
  /// Backward passes at varied images or activations include their forward pass; the one at the
  /// image itself does not.
  package var forward, resumed, backward: Int

  package init(forward: Int = 0, resumed: Int = 0, backward: Int = 0) {
    (self.forward, self.resumed, self.backward) = (forward, resumed, backward)
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
