import Architectures
internal import CKernels

/// A plan's steps as the C layer runs them: kernels, arguments, and the memory they work on.
final class Program {
  /// Steps in order.
  private(set) var steps: [ck_step] = []
  /// The memory of all tensors.
  let memory: UnsafeMutablePointer<Float>
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

  /// Where a value lives.
  func address(_ value: Value) -> UnsafeMutablePointer<Float>? {
    plan.arena.offsets[value].map { memory + $0 }
  }

  /// Sets the planar image that the next run reads.
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

/// The kernel and arguments of each step; one file for each family.
extension Program {
  private func append(_ step: PlannedStep) {
    switch step.kind {
    case .image:
      add(
        kernels.pointee.to_channels_last,
        ck_transpose_args(
          shape: plan.image.kernelShape, input: memory, output: address(step.output)))
    case .convolution, .depthwise, .expandDepthwise: appendConvolution(step)
    case .fullyConnected, .squeezeExcite: appendVector(step)
    case .globalPool, .pool: appendPool(step)
    case .narrow, .narrowConvolution, .narrowExpandDepthwise: appendNarrow(step)
    default: appendElementwise(step)
    }
  }
}
