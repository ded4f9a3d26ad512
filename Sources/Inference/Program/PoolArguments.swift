import Architectures
internal import CKernels

extension Program {
  func appendPool(_ step: PlannedStep) {
    let input = shape(step.input)
    guard case .pool(let layer) = step.kind else {
      add(
        kernels.pointee.global_pool,
        ck_global_pool_args(
          in: input, scale: 1 / Float(input.height * input.width), input: address(step.input),
          output: address(step.output)))
      return
    }
    switch model.network.layers[layer].operation {
    case .maxPool(let pooling): add(kernels.pointee.max_pool, poolArguments(step, pooling))
    case .averagePool(let pooling): add(kernels.pointee.average_pool, poolArguments(step, pooling))
    default: preconditionFailure("layer \(layer) is planned as a pooling, but it is not one")
    }
  }

  func poolArguments(_ step: PlannedStep, _ pooling: Pooling) -> ck_pool_args {
    let input = shape(step.input)
    let vertical = pooling.paddingAmounts(Int(input.height), isVertical: true)
    let horizontal = pooling.paddingAmounts(Int(input.width), isVertical: false)
    return ck_pool_args(
      in: input, out: shape(step.output),
      window: ck_window(
        height: Int32(pooling.kernel.height), width: Int32(pooling.kernel.width),
        stride_y: Int32(pooling.stride.height), stride_x: Int32(pooling.stride.width),
        pad_top: Int32(vertical.before), pad_left: Int32(horizontal.before)),
      padded_bottom: Int32(vertical.after), padded_right: Int32(horizontal.after),
      counts_padding: pooling.countsPadding, input: address(step.input),
      output: address(step.output))
  }
}
