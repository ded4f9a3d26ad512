import Tensors

/// What a method may need to see of the network before it can say anything.
public struct Needs: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: Int

  /// A set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The layer's activations.
  public static let activations = Needs(rawValue: 1 << 0)
  /// The target's gradient with respect to them.
  public static let gradients = Needs(rawValue: 1 << 1)
  /// The target's second derivative along them (Hessian times activations).
  public static let curvature = Needs(rawValue: 1 << 2)
  /// The classifier's weights, which exist for the last stage only.
  public static let classifier = Needs(rawValue: 1 << 3)
  /// Further passes through the network with something changed.
  public static let perturbations = Needs(rawValue: 1 << 4)
}

/// Everything known of one layer for one image and one target; tensors are (C, h, w).
public struct LayerEvidence: Sendable {
  /// The layer's activations A.
  public let activations: Tensor
  /// g = ∂y/∂A, where a method asked for it.
  public let gradients: Tensor?
  /// H·A, where a method asked for it.
  public let curvature: Tensor?
  /// ∂y/∂(mean of A_k) at the last stage: the target's row of the classifier.
  public let classifierRow: [Float]?
  /// The target's score y.
  public let score: Float

  /// Evidence about one layer.
  public init(
    activations: Tensor, gradients: Tensor? = nil, curvature: Tensor? = nil,
    classifierRow: [Float]? = nil, score: Float = 0
  ) {
    precondition(
      activations.shape.count == 3, "activations are (C, h, w), not \(activations.shape)")
    self.activations = activations
    self.gradients = gradients
    self.curvature = curvature
    self.classifierRow = classifierRow
    self.score = score
  }

  /// Number of channels C.
  public var channels: Int { activations.shape[0] }
  /// Rows h.
  public var height: Int { activations.shape[1] }
  /// Columns w.
  public var width: Int { activations.shape[2] }
  /// Places h · w.
  public var area: Int { height * width }

  /// The elements of one channel of `tensor`.
  func channel(_ index: Int, of tensor: Tensor) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(rebasing: tensor.storage.buffer[index * area..<(index + 1) * area])
  }

  /// Σ_k weight_k · A_k: the form most methods end in.
  func weightedSum(_ weights: [Float]) -> AttributionMap {
    precondition(weights.count == channels, "\(channels) channels, \(weights.count) weights")
    var sums = [Double](repeating: 0, count: area)
    for (index, weight) in weights.enumerated() where weight != 0 {
      let activation = channel(index, of: activations)
      for place in 0..<area { sums[place] += Double(weight) * Double(activation[place]) }
    }
    return AttributionMap(height: height, width: width, values: sums.map { Float($0) })
  }

  /// Σ_k combine(A_k, g_k), element by element.
  func sumOverChannels(
    with other: Tensor, _ combine: (_ activation: Float, _ other: Float) -> Float
  ) -> AttributionMap {
    var sums = [Double](repeating: 0, count: area)
    for index in 0..<channels {
      let activation = channel(index, of: activations)
      let partner = channel(index, of: other)
      for place in 0..<area { sums[place] += Double(combine(activation[place], partner[place])) }
    }
    return AttributionMap(height: height, width: width, values: sums.map { Float($0) })
  }
}
