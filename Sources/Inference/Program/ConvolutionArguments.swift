import Architectures
internal import CKernels

extension Program {
  func convolution(_ layer: Int) -> Convolution { model.network.plannedConvolution(layer) }

  func convolutionArguments(_ step: PlannedStep, _ layer: Int, _ activation: Activation)
    -> ck_convolution_args
  {
    let convolution = convolution(layer)
    let input = shape(step.input)
    return ck_convolution_args(
      in: input, out: shape(step.output),
      window: convolution.kernelWindow(FeatureShape(input)), groups: Int32(convolution.groups),
      activation: activation.kernelActivation, input: address(step.input),
      weights: model.packed.weights(of: layer), bias: model.packed.bias(of: layer),
      gate: address(step.second), residual: address(step.residual),
      output: address(step.output), slope: address(step.slope), scratch: scratch)
  }

  func depthwiseArguments(_ step: PlannedStep, _ layer: Int, _ activation: Activation)
    -> ck_depthwise_args
  {
    let input = shape(step.input)
    return ck_depthwise_args(
      in: input, out: shape(step.output),
      window: convolution(layer).kernelWindow(FeatureShape(input)),
      activation: activation.kernelActivation, input: address(step.input),
      weights: model.packed.weights(of: layer), bias: model.packed.bias(of: layer),
      output: address(step.output), sums: address(step.extra),
      slope: address(step.slope), scratch: scratch)
  }

  func expandDepthwiseArguments(_ step: PlannedStep, _ expand: Int, _ depthwise: Int)
    -> ck_expand_depthwise_args
  {
    let hidden = plan.shapes[expand]
    return ck_expand_depthwise_args(
      in: shape(step.input), hidden: hidden.kernelShape, out: shape(step.output),
      window: convolution(depthwise).kernelWindow(hidden),
      expand_activation: convolution(expand).activation.kernelActivation,
      activation: convolution(depthwise).activation.kernelActivation, input: address(step.input),
      expand_weights: model.packed.weights(of: expand), expand_bias: model.packed.bias(of: expand),
      weights: model.packed.weights(of: depthwise), bias: model.packed.bias(of: depthwise),
      output: address(step.output), sums: address(step.extra),
      expand_slope: address(step.innerSlope), slope: address(step.slope),
      scratch: scratch)
  }

  func appendConvolution(_ step: PlannedStep) {
    switch step.kind {
    case .convolution(let layer, let activation):
      add(kernels.pointee.convolution, convolutionArguments(step, layer, activation))
    case .depthwise(let layer, let activation):
      add(kernels.pointee.depthwise, depthwiseArguments(step, layer, activation))
    case .expandDepthwise(let expand, let depthwise):
      add(kernels.pointee.expand_depthwise, expandDepthwiseArguments(step, expand, depthwise))
    default: break
    }
  }
}
