import Architectures
internal import CKernels

// Conversions between architecture types and C kernel types.

extension FeatureShape {
  var kernelShape: ck_shape {
    ck_shape(height: Int32(height), width: Int32(width), channels: Int32(channels))
  }
}

extension Activation {
  var kernelActivation: ck_activation {
    switch self {
    case .identity: ck_identity
    case .relu: ck_relu
    case .relu6: ck_relu6
    case .silu: ck_silu
    case .sigmoid: ck_sigmoid
    }
  }
}

extension SlidingWindow {
  func kernelWindow(_ input: FeatureShape) -> ck_window {
    ck_window(
      height: Int32(kernel.height), width: Int32(kernel.width), stride_y: Int32(stride.height),
      stride_x: Int32(stride.width),
      pad_top: Int32(paddingAmounts(input.height, isVertical: true).before),
      pad_left: Int32(paddingAmounts(input.width, isVertical: false).before))
  }
}

extension FeatureShape {
  init(_ shape: ck_shape) {
    self.init(
      channels: Int(shape.channels), height: Int(shape.height), width: Int(shape.width))
  }
}
