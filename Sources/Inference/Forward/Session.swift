import Architectures
internal import CKernels
import Tensors

/// A model prepared for one resolution; runs one image at a time, so one caller at a time.
package final class Session {
  package let model: Model
  package let options: SessionOptions
  /// Number of threads that share each layer.
  package let threads: Int
  /// Memory for intermediate tensors and scratch, in bytes; a run allocates no more for them.
  package var arenaBytes: Int { program.byteCount }

  let plan: Plan
  let program: Program
  private let kernels: UnsafePointer<ck_kernels>
  let pool: OpaquePointer

  package init(
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

  package convenience init(
    model: Model, height: Int, width: Int, taps: [Int], threads: Int = 1
  ) throws(InferenceError) {
    try self.init(
      model: model, height: height, width: width, options: SessionOptions(taps: Set(taps)),
      threads: threads)
  }

  deinit { ck_pool_destroy(pool) }

  /// (1, C, H, W).
  package var inputShape: [Int] { [1] + plan.image.extents }

  /// Runs one image (1, C, H, W).
  package func run(_ image: Tensor) throws(InferenceError) -> ForwardPass {
    try execute(image)
    return pass()
  }

  func execute(_ image: Tensor) throws(InferenceError) {
    guard image.shape == inputShape || image.shape == plan.image.extents else {
      throw .inputShape(expected: inputShape, found: image.shape)
    }
    program.setImage(image.storage.base)
    execute(from: 0)
  }

  /// Runs the layers after `layer` with its output replaced by `activation` (C, h, w).
  ///
  /// The session must have run an image before, and `layer` must be one of its resume points.
  package func resume(from layer: Int, activation: Tensor) throws(InferenceError) -> ForwardPass {
    try execute(resumingFrom: layer, activation: activation)
    return pass()
  }

  /// Resumes a pass and leaves the results in the arena.
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

  var logits: [Float] {
    let last = model.network.layers.count - 1
    let address = program.address(.layer(last))
    return Array(UnsafeBufferPointer(start: address, count: plan.shapes[last].count))
  }

  /// Runs one image; returns the clock in nanoseconds at the start and after each step.
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
    let taps = options.taps.map { ($0, tensor(.layer($0), plan.shapes[$0])) }
    return ForwardPass(logits: logits, activations: Dictionary(uniqueKeysWithValues: taps))
  }

  /// Copies a value to a (C, h, w) tensor.
  func tensor(_ value: Value, _ shape: FeatureShape) -> Tensor {
    guard let address = program.address(value) else {
      preconditionFailure("\(value) is not in the arena")
    }
    return tensor(at: address, shape)
  }

  /// Copies the channels-last tensor at `address` to a (C, h, w) tensor.
  func tensor(at address: UnsafePointer<Float>, _ shape: FeatureShape) -> Tensor {
    let copy = FloatStorage(count: shape.count) { output in
      var arguments = ck_transpose_args(
        shape: shape.kernelShape, input: address, output: output)
      kernels.pointee.to_channels_first(&arguments, 0, 1)
    }
    return Tensor(shape: shape.extents, storage: copy)
  }
}
