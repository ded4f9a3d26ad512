import Architectures
internal import CKernels

extension Program {
  func appendElementwise(_ step: PlannedStep) {
    let input = shape(step.input)
    let output = shape(step.output)
    let positions = output.height * output.width
    let count = Int(positions) * Int(output.channels)
    switch step.kind {
    case .affine(let layer, let activation):
      add(
        kernels.pointee.affine,
        ck_affine_args(
          positions: positions, channels: output.channels,
          activation: activation.kernelActivation, input: address(step.input),
          scale: model.packed.weights(of: layer), shift: model.packed.bias(of: layer),
          output: address(step.output)))
    case .activate(let activation):
      add(
        kernels.pointee.activate,
        ck_activate_args(
          count: count, activation: activation.kernelActivation, input: address(step.input),
          output: address(step.output), slope: address(step.slope)))
    case .scale:
      add(
        kernels.pointee.scale,
        ck_scale_args(
          positions: positions, channels: output.channels, input: address(step.input),
          gate: address(step.second), output: address(step.output)))
    case .add(let activation):
      add(
        kernels.pointee.add,
        ck_add_args(
          count: count, activation: activation.kernelActivation, left: address(step.input),
          right: address(step.second), output: address(step.output)))
    case .copyChannels(let position, let first):
      add(
        kernels.pointee.copy_channels,
        copyArguments(step, position: position, first: first, input, output))
    case .shuffle(let groups):
      add(
        kernels.pointee.shuffle,
        ck_shuffle_args(
          positions: positions, channels: output.channels, groups: Int32(groups),
          input: address(step.input), output: address(step.output)))
    case .crop(let layer):
      guard case .crop(let top, let left, _, _) = model.network.layers[layer].operation else {
        preconditionFailure("layer \(layer) is planned as a crop, but it is not one")
      }
      add(
        kernels.pointee.crop,
        ck_crop_args(
          in: input, out: output, top: Int32(top), left: Int32(left), input: address(step.input),
          output: address(step.output)))
    default: break
    }
  }

  func copyArguments(
    _ step: PlannedStep, position: Int, first: Int, _ input: ck_shape, _ output: ck_shape
  ) -> ck_copy_channels_args {
    let layer = model.network.layers[step.layers[0]]
    var offset = 0
    if case .concatenate = layer.operation {
      offset = layer.inputs.prefix(position).reduce(0) {
        $0 + ($1 == Layer.image ? plan.image : plan.shapes[$1]).channels
      }
    }
    return ck_copy_channels_args(
      positions: output.height * output.width,
      channels: min(input.channels, output.channels), input_stride: input.channels,
      output_stride: output.channels, input: address(step.input).map { $0 + first },
      output: address(step.output).map { $0 + offset })
  }
}
