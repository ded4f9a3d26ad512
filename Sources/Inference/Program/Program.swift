import Architectures
internal import CKernels

/// A plan bound to kernels, arguments and memory, ready for the C thread pool.
final class Program {
  /// Kernel calls in execution order.
  private(set) var steps: [ck_step] = []
  /// Memory of all tensors, followed by scratch memory.
  let memory: UnsafeMutablePointer<Float>
  /// Bytes allocated for tensors and scratch memory.
  let byteCount: Int

  let plan: Plan
  let model: Model
  let kernels: UnsafePointer<ck_kernels>
  private let parts: Int
  private var allocations: [UnsafeMutableRawPointer] = []
  private var imageArguments: UnsafeMutablePointer<ck_transpose_args>?
  let scratch: UnsafeMutablePointer<Float>

  init(plan: Plan, model: Model, kernels: UnsafePointer<ck_kernels>, parts: Int)
    throws(InferenceError)
  {
    self.plan = plan
    self.model = model
    self.kernels = kernels
    self.parts = parts
    let scratchCount =
      plan.steps.map { Self.scratch($0, plan, model, kernels) }.max().map { $0 * parts } ?? 0
    byteCount = (plan.arena.count + scratchCount) * MemoryLayout<Float>.stride
    guard let raw = ck_allocate(byteCount) else { throw .outOfMemory(bytes: byteCount) }
    memory = raw.assumingMemoryBound(to: Float.self)
    scratch = memory + plan.arena.count
    for step in plan.steps { append(step) }
  }

  deinit {
    for allocation in allocations { allocation.deallocate() }
    ck_deallocate(memory, byteCount)
  }

  /// Address of a value; nil if the plan does not contain it.
  func address(_ value: Value) -> UnsafeMutablePointer<Float>? {
    plan.arena.offsets[value].map { memory + $0 }
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
    case .narrowed(let expand):
      plan.shapes[model.network.layers[expand].inputs[0]].kernelShape
    }
  }

  func add<Arguments>(_ run: ck_function?, _ arguments: Arguments) {
    let kept = UnsafeMutablePointer<Arguments>.allocate(capacity: 1)
    kept.initialize(to: arguments)
    allocations.append(kept)
    if let image = kept as? UnsafeMutablePointer<ck_transpose_args> { imageArguments = image }
    steps.append(ck_step(run: run, arguments: kept))
  }
}

// Kernel and arguments of each step; the other files of this folder hold one kernel family each.
extension Program {
  private func append(_ step: PlannedStep) {
    switch step.kind {
    case .image:
      add(
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
