import Architectures
internal import CKernels

/// A plan bound to kernels, arguments and memory, ready for the C thread pool.
final class Program {
  private let calls = KernelCalls()
  /// Memory of all tensors, followed by scratch memory.
  let memory: UnsafeMutablePointer<Float>
  /// Bytes allocated for tensors and scratch memory.
  let byteCount: Int

  let plan: Plan
  let model: Model
  let kernels: UnsafePointer<ck_kernels>
  private var imageArguments: UnsafeMutablePointer<ck_transpose_args>?
  let scratch: UnsafeMutablePointer<Float>

  init(plan: Plan, model: Model, kernels: UnsafePointer<ck_kernels>, parts: Int)
    throws(InferenceError)
  {
    self.plan = plan
    self.model = model
    self.kernels = kernels
    let scratchCount =
      plan.steps.map { Self.scratch($0, plan, model, kernels) }.max().map { $0 * parts } ?? 0
    byteCount = (plan.arena.count + scratchCount) * MemoryLayout<Float>.stride
    guard let raw = ck_allocate(byteCount) else { throw .outOfMemory(bytes: byteCount) }
    memory = raw.assumingMemoryBound(to: Float.self)
    scratch = memory + plan.arena.count
    for step in plan.steps { append(step) }
  }

  deinit { ck_deallocate(memory, byteCount) }

  /// Kernel calls in execution order.
  var steps: [ck_step] { calls.steps }

  func address(_ value: Value?) -> UnsafeMutablePointer<Float>? {
    value.flatMap { plan.arena.offsets[$0] }.map { memory + $0 }
  }

  /// Sets the (C, H, W) image that the next run reads.
  func setImage(_ image: UnsafePointer<Float>) { imageArguments?.pointee.input = image }

  func shape(_ value: Value) -> ck_shape {
    switch value {
    case .image: plan.image.kernelShape
    case .layer(let layer), .preactivation(let layer), .slope(let layer):
      plan.shapes[layer].kernelShape
    case .sums(let layer):
      ck_shape(height: 1, width: 1, channels: Int32(plan.shapes[layer].channels))
    case .reduced: ck_shape(height: 1, width: 1, channels: 1)
    case .narrowed(let expand): plan.shapes[model.network.layers[expand].inputs[0]].kernelShape
    }
  }

  func add<Arguments>(_ run: ck_function?, _ arguments: Arguments) { calls.add(run, arguments) }
}

// Kernel and arguments of each step; the other files of this folder hold one kernel family each.
extension Program {
  private func append(_ step: PlannedStep) {
    switch step.kind {
    case .image:
      imageArguments = calls.add(
        kernels.pointee.to_channels_last,
        ck_transpose_args(
          shape: plan.image.kernelShape, input: memory, output: address(step.output)))
    case .convolution, .depthwise, .expandDepthwise: appendConvolution(step)
    case .fullyConnected, .squeezeExcite: appendFullyConnected(step)
    case .globalPool, .pool: appendPool(step)
    case .headPool, .vector: appendHead(step)
    case .narrow, .narrowConvolution, .narrowExpandDepthwise: appendNarrow(step)
    default: appendElementwise(step)
    }
  }
}
