/// How many zeros surround a tensor before a window slides over it.
public enum Padding: Hashable, Sendable {
  /// TensorFlow's 'same': output = ⌈input / stride⌉, the odd zero at the bottom and right, so the
  /// amount depends on the input's extent.
  case same
  /// Fixed amounts, as PyTorch modules carry them.
  case fixed(top: Int, left: Int, bottom: Int, right: Int)

  /// PyTorch's usual symmetric padding of (kernel − 1) / 2 on every side.
  public static func symmetric(_ kernel: Window) -> Padding {
    let vertical = (kernel.height - 1) / 2
    let horizontal = (kernel.width - 1) / 2
    return .fixed(top: vertical, left: horizontal, bottom: vertical, right: horizontal)
  }

  /// No padding at all ('valid').
  public static let none = Padding.fixed(top: 0, left: 0, bottom: 0, right: 0)

  /// The zeros before and after one axis of `extent` elements.
  func amounts(extent: Int, kernel: Int, stride: Int, isVertical: Bool) -> (before: Int, after: Int)
  {
    switch self {
    case .same:
      let output = (extent + stride - 1) / stride
      let total = max((output - 1) * stride + kernel - extent, 0)
      return (total / 2, total - total / 2)
    case .fixed(let top, let left, let bottom, let right):
      return isVertical ? (top, bottom) : (left, right)
    }
  }
}

/// Whose convention a network pads by; research tables call it the padding rule of a dialect.
public enum PaddingRule: String, Hashable, Sendable, CaseIterable {
  /// TensorFlow's asymmetric 'same': the paper's own networks, lukemelas, timm `tf_…`, Keras, Lite.
  case same
  /// (kernel − 1) / 2 on every side: torchvision and timm's own trainings.
  case symmetric

  /// The padding of one window under this rule.
  public func padding(for kernel: Window) -> Padding {
    switch self {
    case .same: .same
    case .symmetric: .symmetric(kernel)
    }
  }
}
