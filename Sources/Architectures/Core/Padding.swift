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
  package func amounts(extent: Int, kernel: Int, stride: Int, isVertical: Bool) -> (
    before: Int, after: Int
  ) {
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
package enum PaddingRule: Hashable, Sendable {
  /// TensorFlow's 'same': the paper's own networks, timm `tf_…`, Keras.
  case same
  /// (kernel − 1) / 2 on every side: torchvision, and networks that timm trained.
  case symmetric
  /// The amounts of 'same' for an input of the variant's own resolution, whatever the input:
  /// lukemelas, Lite.
  ///
  /// efficientnet_pytorch 0.7.1, `utils.Conv2dStaticSamePadding`.
  case sameAtNativeSize
  /// Fixed amounts, one less at the top and left of a strided convolution; (kernel − 1) / 2 on every
  /// side in the blocks of these numbers: Hugging Face's `depthwise_padding`.
  ///
  /// transformers, `modeling_efficientnet.correct_pad`; blocks count from 0 in the whole network.
  case uneven(symmetricBlocks: [Int])

  /// The rules without a parameter.
  package static let allCases: [PaddingRule] = [.same, .symmetric, .sameAtNativeSize]

  /// Padding of a window of size `kernel` with `stride` under this rule.
  ///
  /// `nativeSide` is the extent of its input for an image of the variant's own resolution, `block`
  /// its block's number from 0 in the whole network; nil outside of blocks.
  package func padding(for kernel: Window, stride: Int, nativeSide: Int, block: Int?) -> Padding {
    switch self {
    case .same: .same
    case .symmetric: .symmetric(kernel)
    case .sameAtNativeSize: .sameFixed(kernel, stride: stride, extent: nativeSide)
    case .uneven(let symmetricBlocks):
      stride == 1 || block.map(symmetricBlocks.contains) ?? false
        ? .symmetric(kernel) : .sameFixed(kernel, stride: stride, extent: stride * kernel.height)
    }
  }
}

extension Padding {
  /// The amounts of `same` for an input of `extent` rows and columns.
  fileprivate static func sameFixed(_ kernel: Window, stride: Int, extent: Int) -> Padding {
    let (top, bottom) = Padding.same.amounts(
      extent: extent, kernel: kernel.height, stride: stride, isVertical: true)
    let (left, right) = Padding.same.amounts(
      extent: extent, kernel: kernel.width, stride: stride, isVertical: false)
    return .fixed(top: top, left: left, bottom: bottom, right: right)
  }
}
