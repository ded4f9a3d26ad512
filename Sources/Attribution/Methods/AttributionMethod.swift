import Tensors

/// A way of telling which places of a layer a score comes from.
///
/// A method says what it needs to see and turns it into a raw map; running the network, ReLU,
/// normalisation, up-sampling and colour are not its business. A new method is one file and one
/// line in `AttributionMethods.all`.
public protocol AttributionMethod: Sendable {
  /// The name on the command line: `grad-cam`.
  var name: String { get }
  /// The name as its authors write it: `Grad-CAM`.
  var title: String { get }
  /// Where it was published.
  var reference: String { get }
  /// What it must be shown.
  var needs: Needs { get }
  /// Whether it explains the network's input itself, so that a layer has no meaning for it.
  var isPixelLevel: Bool { get }

  /// What it explains when a person asks about `target`; most methods explain just that.
  func target(for target: Target, logits: [Float]) -> Target
  /// The passes it costs beyond the first forward pass and, where it needs gradients, one backward.
  func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes
  /// The raw, signed map.
  func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap
}

extension AttributionMethod {
  /// Most methods explain a layer.
  public var isPixelLevel: Bool { false }

  /// The target itself.
  public func target(for target: Target, logits: [Float]) -> Target { target }

  /// No further passes.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes { Passes() }
}

/// A method whose map is a sum over channels, which smoothing may replace by a projection.
public protocol ChannelwiseMethod: AttributionMethod {
  /// What every channel adds at every place, (C, h, w).
  func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor
}

extension ChannelwiseMethod {
  /// The sum over channels.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    channelSum(try contributions(from: evidence))
  }
}

/// A method that gives every channel one weight: L = Σ_k weight_k · A_k.
public protocol WeightingMethod: ChannelwiseMethod {
  /// One weight a channel.
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

/// Where a method is asked to work, to forecast what it costs.
public struct LayerGeometry: Hashable, Sendable {
  /// Channels of the layer.
  public var channels: Int
  /// Rows and columns of the network's input.
  public var imageHeight: Int
  /// Columns of the network's input.
  public var imageWidth: Int
  /// Whether the classifier reads this layer, so that closed forms hold.
  public var isLastStage: Bool

  /// A layer of `channels` in a network that reads `imageHeight` × `imageWidth`.
  public init(channels: Int, imageHeight: Int, imageWidth: Int, isLastStage: Bool) {
    self.channels = channels
    self.imageHeight = imageHeight
    self.imageWidth = imageWidth
    self.isLastStage = isLastStage
  }
}

/// How many passes through the network something takes.
public struct Passes: Hashable, Sendable {
  /// Whole forward passes.
  public var forward: Int
  /// Forward passes from the layer to the logits.
  public var resumed: Int
  /// Backward passes: the one after the image's own forward pass, and those of further images or
  /// activations, each with its forward pass.
  public var backward: Int

  /// None unless given.
  public init(forward: Int = 0, resumed: Int = 0, backward: Int = 0) {
    self.forward = forward
    self.resumed = resumed
    self.backward = backward
  }

  /// All of them.
  public var total: Int { forward + resumed + backward }
}
