import Architectures
internal import CKernels

extension Program {
  func appendFullyConnected(_ step: PlannedStep) {
    switch step.kind {
    case .fullyConnected(let layer, let activation):
      add(
        kernels.pointee.fully_connected,
        ck_fully_connected_args(
          inputs: shape(step.input).channels, outputs: shape(step.output).channels,
          activation: activation.kernelActivation, input_scale: 1, input: address(step.input),
          weights: model.packed.weights(of: layer), bias: model.packed.bias(of: layer),
          output: address(step.output)))
    case .squeezeExcite(let reduce, let gate):
      var scale: Float = 1
      if case .sums(let layer) = step.input {
        scale = 1 / Float(plan.shapes[layer].height * plan.shapes[layer].width)
      }
      add(
        kernels.pointee.squeeze_excite,
        ck_squeeze_excite_args(
          channels: shape(step.output).channels, reduced: Int32(plan.shapes[reduce].channels),
          reduce_activation: convolution(reduce).activation.kernelActivation,
          gate_activation: convolution(gate).activation.kernelActivation, input_scale: scale,
          input: address(step.input), reduce_weights: model.packed.weights(of: reduce),
          reduce_bias: model.packed.bias(of: reduce),
          gate_weights: model.packed.weights(of: gate), gate_bias: model.packed.bias(of: gate),
          hidden: address(step.extra), hidden_slope: address(step.innerSlope),
          output: address(step.output)))
    default: break
    }
  }
}
