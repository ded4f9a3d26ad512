/// Zeros added around a tensor before a window slides over it.
package enum Padding: Hashable, Sendable {
  /// TensorFlow's 'same': output = ⌈input / stride⌉; an odd zero goes to the bottom and the right.
  case same
  /// Fixed amounts, as in PyTorch modules.
  case fixed(top: Int, left: Int, bottom: Int, right: Int)

  /// PyTorch's symmetric padding of (kernel − 1) / 2 on every side.
  package static func symmetric(_ kernel: Window) -> Padding {
    let vertical = (kernel.height - 1) / 2
    let horizontal = (kernel.width - 1) / 2
    return .fixed(top: vertical, left: horizontal, bottom: vertical, right: horizontal)
  }

  /// No padding (TensorFlow's 'valid').
  package static let none = Padding.fixed(top: 0, left: 0, bottom: 0, right: 0)

  /// Zeros before and after one axis of `extent` elements.
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

/// Padding convention of a network; a property of the checkpoint's dialect.
public enum PaddingRule: String, Hashable, Sendable, CaseIterable {
  /// TensorFlow's 'same': the paper's own networks, lukemelas, timm `tf_…`, Keras, Lite.
  case same
  /// (kernel − 1) / 2 on every side: torchvision, and networks that timm trained.
  case symmetric

  /// Padding of a window of size `kernel` under this rule.
  package func padding(for kernel: Window) -> Padding {
    switch self {
    case .same: .same
    case .symmetric: .symmetric(kernel)
    }
  }
}
