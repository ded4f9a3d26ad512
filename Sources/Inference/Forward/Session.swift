import Architectures
internal import CKernels
import Tensors

/// A model made ready for one resolution: its plan, its memory and its threads.
///
/// It runs one image at a time; use one session for each concurrent caller.
public final class Session {
  /// The model it runs.
  public let model: Model
  /// What it keeps for its caller.
  public let options: SessionOptions
  /// Threads that share each layer.
  public let threads: Int
  /// Bytes of memory for tensors between layers; nothing more is allocated while it runs.
  public var arenaBytes: Int { program.byteCount }

  let plan: Plan
  let program: Program
  private let kernels: UnsafePointer<ck_kernels>
  let pool: OpaquePointer

  /// Plans `model` for images of `height` × `width`.
  public init(
    model: Model, height: Int, width: Int, options: SessionOptions = SessionOptions(),
    threads: Int = 1
  ) throws(InferenceError) {
    guard let kernels = model.instructionSet.table else {
      throw .unsupportedInstructionSet(model.instructionSet)
    }
    self.model = model
    self.options = options
    self.kernels = kernels
    plan = try Plan(
      network: model.network, height: height, width: width, options: options,
      fuses: model.configuration.fusesLayers && kernels.pointee.fuses, narrow: model.narrow)
    guard let pool = ck_pool_create(Int32(max(1, threads))) else { throw .outOfMemory(bytes: 0) }
    self.pool = pool
    self.threads = Int(ck_pool_threads(pool))
    do {
      program = try Program(plan: plan, model: model, kernels: kernels, parts: self.threads)
    } catch {
      ck_pool_destroy(pool)
      throw error
    }
  }

  /// Plans `model` with layers to tap.
  public convenience init(
    model: Model, height: Int, width: Int, taps: [Int], threads: Int = 1
  ) throws(InferenceError) {
    try self.init(
      model: model, height: height, width: width, options: SessionOptions(taps: Set(taps)),
      threads: threads)
  }

  deinit { ck_pool_destroy(pool) }

  /// Shape of the image it takes: (1, channels, height, width).
  public var inputShape: [Int] { [1] + plan.image.extents }

  /// Runs one image of shape (1, channels, height, width).
  public func run(_ image: Tensor) throws(InferenceError) -> ForwardPass {
    try execute(image)
    return pass()
  }

  /// Runs one image, leaving everything in the arena.
  func execute(_ image: Tensor) throws(InferenceError) {
    guard image.shape == inputShape || image.shape == plan.image.extents else {
      throw .inputShape(expected: inputShape, found: image.shape)
    }
    program.setImage(image.storage.base)
    execute(from: 0)
  }

  /// Runs what follows `layer` as if its output had been `activation` (channels, height, width).
  ///
  /// The session must have run an image before, and have `layer` among its resume points.
  public func resume(from layer: Int, activation: Tensor) throws(InferenceError) -> ForwardPass {
    try execute(resumingFrom: layer, activation: activation)
    return pass()
  }

  /// Resumes a pass, leaving everything in the arena.
  func execute(resumingFrom layer: Int, activation: Tensor) throws(InferenceError) {
    let shape = plan.shapes[layer]
    guard activation.shape == shape.extents || activation.shape == [1] + shape.extents else {
      throw .inputShape(expected: shape.extents, found: activation.shape)
    }
    guard options.resumePoints.contains(layer), let step = plan.step(finishing: layer),
      let address = program.address(.layer(layer))
    else {
      preconditionFailure("layer \(layer) is not a resume point of this session")
    }
    var arguments = ck_transpose_args(
      shape: shape.kernelShape, input: activation.storage.base, output: address)
    kernels.pointee.to_channels_last(&arguments, 0, 1)
    execute(from: step + 1)
  }

  /// The logits of the last pass.
  var logits: [Float] {
    let last = model.network.layers.count - 1
    let address = program.address(.layer(last))
    return Array(UnsafeBufferPointer(start: address, count: plan.shapes[last].count))
  }

  /// Nanoseconds at the start and after each step of one run.
  func timedRun(_ image: Tensor) throws(InferenceError) -> [UInt64] {
    guard image.shape == inputShape else {
      throw .inputShape(expected: inputShape, found: image.shape)
    }
    program.setImage(image.storage.base)
    var ticks = [UInt64](repeating: 0, count: program.steps.count + 1)
    ck_pool_run(pool, program.steps, program.steps.count, &ticks)
    return ticks
  }

  private func execute(from first: Int) {
    program.steps.withUnsafeBufferPointer { steps in
      guard let base = steps.baseAddress else { return }
      ck_pool_run(pool, base + first, steps.count - first, nil)
    }
  }

  private func pass() -> ForwardPass {
    let last = model.network.layers.count - 1
    let logits = tensor(.layer(last), plan.shapes[last]).reshaped([plan.shapes[last].count])
    var activations: [Int: Tensor] = [:]
    for layer in options.taps.union(options.preactivations) {
      activations[layer] = tensor(.layer(layer), plan.shapes[layer])
    }
    var preactivations: [Int: Tensor] = [:]
    for layer in options.preactivations {
      preactivations[layer] =
        program.address(.preactivation(layer)) == nil
        ? activations[layer] : tensor(.preactivation(layer), plan.shapes[layer])
    }
    return ForwardPass(logits: logits, activations: activations, preactivations: preactivations)
  }

  /// A planar copy of a value.
  func tensor(_ value: Value, _ shape: FeatureShape) -> Tensor {
    guard let address = program.address(value) else {
      preconditionFailure("\(value) has no place in the arena")
    }
    return tensor(at: address, shape)
  }

  /// A planar copy of what lies at `address`.
  func tensor(at address: UnsafePointer<Float>, _ shape: FeatureShape) -> Tensor {
    let copy = FloatStorage(count: shape.count) { output in
      var arguments = ck_transpose_args(
        shape: shape.kernelShape, input: address, output: output)
      kernels.pointee.to_channels_first(&arguments, 0, 1)
    }
    return Tensor(shape: shape.extents, storage: copy)
  }
}
