/// One row of a mobile network's table, such as the paper's Table 1: a run of like blocks.
public struct MobileStage: Hashable, Sendable {
  /// The block that a stage repeats.
  public enum Block: Hashable, Sendable {
    /// Depthwise k×k, then pointwise to the output (MobileNetV1, with an activation after it).
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
  /// Side of the depthwise (or fused) window.
  public var kernel: Int
  /// Step of the first block; the others have 1.
  public var stride: Int
  /// Output channels before scaling.
  public var channels: Int
  /// Blocks before scaling.
  public var repeats: Int
  /// Whether squeeze-excite follows the depthwise convolution, reduced to a quarter of the block's input.
  public var hasGate: Bool
  /// Whether a block whose input and output shapes agree adds its input to its output.
  public var allowsSkip: Bool

  /// A run of inverted bottlenecks unless another block is named.
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
