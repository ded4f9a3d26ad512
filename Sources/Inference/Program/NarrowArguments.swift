import Architectures
internal import CKernels

extension Program {
  func appendNarrow(_ step: PlannedStep) {
    guard let narrow = model.narrow else {
      preconditionFailure("a narrow step is planned for a float32 model")
    }
    switch step.kind {
    case .narrow(let expand):
      let input = shape(step.input)
      add(
        narrow.kernels.pointee.narrow,
        ck_narrow_args(
          positions: input.height * input.width, channels: input.channels,
          quantization: narrow.quantization[expand] ?? ck_quantization(),
          input: address(step.input), gate: nil, output: address(step.output)))
    case .narrowConvolution(let layer, let activation):
      add(
        narrow.kernels.pointee.convolution,
        ck_narrow_convolution_args(
          in: shape(step.input), out: shape(step.output), activation: activation.kernelActivation,
          quantization: narrow.quantization[layer] ?? ck_quantization(),
          input: address(step.input), gate: address(step.second),
          residual: address(step.residual), weights: model.packed.weights(of: layer),
          bias: model.packed.bias(of: layer), scales: model.packed.scales(of: layer),
          output: address(step.output), scratch: scratch))
    case .narrowExpandDepthwise(let expand, let depthwise):
      add(
        narrow.kernels.pointee.expand_depthwise,
        ck_narrow_expand_depthwise_args(
          wide: expandDepthwiseArguments(step, expand, depthwise), input: address(step.input),
          weights: model.packed.weights(of: expand), scales: model.packed.scales(of: expand)))
    default: break
    }
  }
}
