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
    return ck_pool_args(
      in: input, out: shape(step.output), window: pooling.kernelWindow(FeatureShape(input)),
      padded_bottom: Int32(pooling.paddingAmounts(Int(input.height), isVertical: true).after),
      padded_right: Int32(pooling.paddingAmounts(Int(input.width), isVertical: false).after),
      counts_padding: pooling.countsPadding, input: address(step.input),
      output: address(step.output))
  }
}
