import Tensors

/// A method that computes the contribution of each position of a layer to a score.
///
/// A method declares the evidence that it needs and turns it into a raw map. `Attributor` runs the
/// network; ReLU, normalisation, up-sampling and colours are applied later. A new method is one
/// file and one line in `AttributionMethods.all`.
public protocol AttributionMethod: Sendable {
  /// The name on the command line: `grad-cam`.
  var name: String { get }
  /// The name as its authors write it: `Grad-CAM`.
  var title: String { get }
  /// Citation of the publication.
  var reference: String { get }
  /// The evidence that it needs.
  var needs: EvidenceNeeds { get }
  /// True if it explains the network's input, so that it ignores the layer.
  var isPixelLevel: Bool { get }

  /// Returns the target that the method explains when the user asks about `target`.
  func target(for target: Target, logits: [Float]) -> Target
  /// Returns its passes in addition to one forward pass and, for gradients, one backward pass.
  func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes
  /// Returns the raw, signed map.
  func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap
}

extension AttributionMethod {
  /// By default false.
  public var isPixelLevel: Bool { false }

  /// By default `target` itself.
  public func target(for target: Target, logits: [Float]) -> Target { target }

  /// By default no extra passes.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes { Passes() }
}

/// A method whose map is a sum over channels; eigen-smoothing projects it instead.
public protocol ChannelwiseMethod: AttributionMethod {
  /// Returns the contribution of each channel at each position, (C, h, w).
  func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor
}

extension ChannelwiseMethod {
  /// Returns the sum of the contributions over channels.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    channelSum(try contributions(from: evidence))
  }
}

/// A method with one weight per channel: L = Σ_k weight_k · A_k.
public protocol WeightingMethod: ChannelwiseMethod {
  /// Returns one weight per channel.
  func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float]
}

extension WeightingMethod {
  /// weight_k · A_k.
  public func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor {
    evidence.weighted(try weights(from: evidence))
  }

  /// Σ_k weight_k · A_k.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    evidence.weightedSum(try weights(from: evidence))
  }
}

/// Sizes of a layer and its network, for forecasting a method's cost.
public struct LayerGeometry: Hashable, Sendable {
  /// Number of channels of the layer.
  public var channels: Int
  /// Rows of the network's input.
  public var imageHeight: Int
  /// Columns of the network's input.
  public var imageWidth: Int
  /// True if closed forms replace passes, because the classifier head reads this layer.
  public var isLastStage: Bool

  /// Creates the geometry of a layer.
  public init(channels: Int, imageHeight: Int, imageWidth: Int, isLastStage: Bool) {
    self.channels = channels
    self.imageHeight = imageHeight
    self.imageWidth = imageWidth
    self.isLastStage = isLastStage
  }
}

/// Numbers of passes through the network.
public struct Passes: Hashable, Sendable {
  /// Full forward passes.
  public var forward: Int
  /// Forward passes from the layer to the logits.
  public var resumed: Int
  /// Backward passes.
  ///
  /// Those at varied images or activations include their forward pass; the one at the image itself
  /// does not.
  public var backward: Int

  /// Creates a count; by default zero.
  public init(forward: Int = 0, resumed: Int = 0, backward: Int = 0) {
    self.forward = forward
    self.resumed = resumed
    self.backward = backward
  }

  /// The sum of all passes.
  public var total: Int { forward + resumed + backward }
}
