/// The element-wise function that follows a convolution or a sum.
package enum Activation: String, Hashable, Sendable, CaseIterable {
  /// x
  case identity
  /// max(x, 0)
  case relu
  /// min(max(x, 0), 6); EfficientNet-Lite and MobileNets.
  case relu6
  /// x · σ(x), the paper's "swish".
  case silu
  /// σ(x) = 1 / (1 + e^−x); the squeeze-excite gate.
  case sigmoid
}
