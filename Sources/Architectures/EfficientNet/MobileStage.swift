/// One row of a mobile network's table, such as the paper's Table 1: a block and its repeats.
package struct MobileStage: Hashable, Sendable {
  package enum Block: Hashable, Sendable {
    /// Depthwise k×k, project 1×1; MobileNetV1 has an activation after the projection.
    case separable(isProjectionActivated: Bool)
    /// Expand 1×1, depthwise k×k, project 1×1: MBConv, the mobile inverted bottleneck.
    case invertedBottleneck
    /// Expand k×k, project 1×1: Fused-MBConv.
    case fusedBottleneck
    /// A plain k×k convolution.
    case convolution
  }

  package var block = Block.invertedBottleneck
  /// Expansion ratio: hidden channels = ratio × the block's input channels.
  package var expansion = 1
  /// Side of the depthwise (or fused) kernel.
  package var kernel: Int
  /// Stride of the first block; the others have stride 1.
  package var stride: Int
  /// Numbers of output channels and of blocks before scaling.
  package var channels, repeats: Int
  /// Whether squeeze-excite follows; it reduces to a quarter of the block's input channels.
  package var hasGate = false
  /// Whether a block adds its input to its output where their shapes are equal.
  package var allowsSkip = true

  /// The table's wording: `MBConv6, k5x5`.
  package var title: String {
    switch block {
    case .separable: "DepthwiseSeparable, k\(kernel)x\(kernel)"
    case .invertedBottleneck: "MBConv\(expansion), k\(kernel)x\(kernel)"
    case .fusedBottleneck: "Fused-MBConv\(expansion), k\(kernel)x\(kernel)"
    case .convolution: "Conv\(kernel)x\(kernel)"
    }
  }
}
