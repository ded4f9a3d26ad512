/// One row of a mobile network's table, such as the paper's Table 1: a block and its repeats.
public struct MobileStage: Hashable, Sendable {
  /// Kind of block.
  public enum Block: Hashable, Sendable {
    /// Depthwise k×k, project 1×1; MobileNetV1 has an activation after the projection.
    case separable(isProjectionActivated: Bool)
    /// Expand 1×1, depthwise k×k, project 1×1: MBConv, the mobile inverted bottleneck.
    case invertedBottleneck
    /// Expand k×k, project 1×1: Fused-MBConv.
    case fusedBottleneck
    /// A plain k×k convolution.
    case convolution
  }

  /// The block it repeats.
  public var block: Block
  /// Expansion ratio: hidden channels = ratio × the block's input channels.
  public var expansion: Int
  /// Side of the depthwise (or fused) kernel.
  public var kernel: Int
  /// Stride of the first block; the others have stride 1.
  public var stride: Int
  /// Number of output channels before scaling.
  public var channels: Int
  /// Number of blocks before scaling.
  public var repeats: Int
  /// Whether squeeze-excite follows the depthwise convolution.
  ///
  /// It reduces to a quarter of the block's input channels.
  public var hasGate: Bool
  /// Whether a block adds its input to its output where their shapes are equal.
  public var allowsSkip: Bool

  /// A stage of inverted bottlenecks unless another block is given.
  public init(
    _ block: Block = .invertedBottleneck, expansion: Int = 1, kernel: Int, stride: Int,
    channels: Int, repeats: Int, hasGate: Bool = false, allowsSkip: Bool = true
  ) {
    self.block = block
    self.expansion = expansion
    self.kernel = kernel
    self.stride = stride
    self.channels = channels
    self.repeats = repeats
    self.hasGate = hasGate
    self.allowsSkip = allowsSkip
  }

  /// The table's wording: `MBConv6, k5x5`.
  public var title: String {
    switch block {
    case .separable: "DepthwiseSeparable, k\(kernel)x\(kernel)"
    case .invertedBottleneck: "MBConv\(expansion), k\(kernel)x\(kernel)"
    case .fusedBottleneck: "Fused-MBConv\(expansion), k\(kernel)x\(kernel)"
    case .convolution: "Conv\(kernel)x\(kernel)"
    }
  }
}
