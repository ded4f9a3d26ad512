import Architectures
internal import CKernels

/// A plan's steps as the C layer runs them: kernels, arguments, and the memory they work on.
final class Program {
  /// Steps in order.
  private(set) var steps: [ck_step] = []
  /// The memory of all tensors.
  let memory: UnsafeMutablePointer<Float>
  let byteCount: Int

  private let plan: Plan
  private let model: Model
  private let kernels: UnsafePointer<ck_kernels>
  private let parts: Int
  private var allocations: [UnsafeMutableRawPointer] = []
  private var imageArguments: UnsafeMutablePointer<ck_transpose_args>?
  private let scratch: UnsafeMutablePointer<Float>

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

  private func shape(_ value: Value) -> ck_shape {
    switch value {
    case .image: plan.image.kernelShape
    case .layer(let layer), .preactivation(let layer): plan.shapes[layer].kernelShape
    case .sums(let layer):
      ck_shape(height: 1, width: 1, channels: Int32(plan.shapes[layer].channels))
    case .reduced: ck_shape(height: 1, width: 1, channels: 1)
    }
  }

  private func add<Arguments>(_ run: ck_function?, _ arguments: Arguments) {
    let kept = UnsafeMutablePointer<Arguments>.allocate(capacity: 1)
    kept.initialize(to: arguments)
    allocations.append(kept)
    if let image = kept as? UnsafeMutablePointer<ck_transpose_args> { imageArguments = image }
    steps.append(ck_step(run: run, arguments: kept))
  }
}

extension FeatureShape {
  var kernelShape: ck_shape {
    ck_shape(height: Int32(height), width: Int32(width), channels: Int32(channels))
  }
}

extension Activation {
  var kernelActivation: ck_activation {
    switch self {
    case .identity: ck_identity
    case .relu: ck_relu
    case .relu6: ck_relu6
    case .silu: ck_silu
    case .sigmoid: ck_sigmoid
    }
  }
}

extension Convolution {
  func kernelWindow(_ input: FeatureShape) -> ck_window {
    ck_window(
      height: Int32(kernel.height), width: Int32(kernel.width), stride_y: Int32(stride.height),
      stride_x: Int32(stride.width),
      pad_top: Int32(paddingAmounts(input.height, isVertical: true).before),
      pad_left: Int32(paddingAmounts(input.width, isVertical: false).before))
  }
}

extension FeatureShape {
  init(_ shape: ck_shape) {
    self.init(
      channels: Int(shape.channels), height: Int(shape.height), width: Int(shape.width))
  }
}

// Arguments: one function for each family of kernels.
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
    default: appendElementwise(step)
    }
  }

  private func convolution(_ layer: Int) -> Convolution {
    guard case .convolution(let convolution) = model.network.layers[layer].operation else {
      preconditionFailure("layer \(layer) is planned as a convolution but is none")
    }
    return convolution
  }

  private func convolutionArguments(_ step: PlannedStep, _ layer: Int, _ activation: Activation)
    -> ck_convolution_args
  {
    let convolution = convolution(layer)
    let input = shape(step.input)
    return ck_convolution_args(
      in: input, out: shape(step.output),
      window: convolution.kernelWindow(FeatureShape(input)), groups: Int32(convolution.groups),
      activation: activation.kernelActivation, input: address(step.input),
      weights: model.packed.weights(of: layer), bias: model.packed.bias(of: layer),
      gate: step.second.flatMap(address), residual: step.residual.flatMap(address),
      output: address(step.output), scratch: scratch)
  }

  private func depthwiseArguments(_ step: PlannedStep, _ layer: Int, _ activation: Activation)
    -> ck_depthwise_args
  {
    let input = shape(step.input)
    return ck_depthwise_args(
      in: input, out: shape(step.output),
      window: convolution(layer).kernelWindow(FeatureShape(input)),
      activation: activation.kernelActivation, input: address(step.input),
      weights: model.packed.weights(of: layer), bias: model.packed.bias(of: layer),
      output: address(step.output), sums: step.extra.flatMap(address), scratch: scratch)
  }

  private func expandDepthwiseArguments(_ step: PlannedStep, _ expand: Int, _ depthwise: Int)
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
      output: address(step.output), sums: step.extra.flatMap(address), scratch: scratch)
  }

  private func appendConvolution(_ step: PlannedStep) {
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

  private func appendVector(_ step: PlannedStep) {
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
          hidden: step.extra.flatMap(address), output: address(step.output)))
    default: break
    }
  }

  private func appendPool(_ step: PlannedStep) {
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
    default: preconditionFailure("layer \(layer) is planned as a pooling but is none")
    }
  }

  private func poolArguments(_ step: PlannedStep, _ pooling: Pooling) -> ck_pool_args {
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

  private func appendElementwise(_ step: PlannedStep) {
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
          output: address(step.output)))
    case .scale:
      add(
        kernels.pointee.scale,
        ck_scale_args(
          positions: positions, channels: output.channels, input: address(step.input),
          gate: step.second.flatMap(address), output: address(step.output)))
    case .add(let activation):
      add(
        kernels.pointee.add,
        ck_add_args(
          count: count, activation: activation.kernelActivation, left: address(step.input),
          right: step.second.flatMap(address), output: address(step.output)))
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
        preconditionFailure("layer \(layer) is planned as a crop but is none")
      }
      add(
        kernels.pointee.crop,
        ck_crop_args(
          in: input, out: output, top: Int32(top), left: Int32(left), input: address(step.input),
          output: address(step.output)))
    default: break
    }
  }

  private func copyArguments(
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

  /// Floats of scratch memory that one thread needs for a step.
  private static func scratch(
    _ step: PlannedStep, _ plan: Plan, _ model: Model, _ kernels: UnsafePointer<ck_kernels>
  ) -> Int {
    func shape(_ value: Value) -> FeatureShape {
      switch value {
      case .layer(let layer), .preactivation(let layer), .sums(let layer), .reduced(let layer):
        plan.shapes[layer]
      case .image: plan.image
      }
    }
    func window(_ layer: Int, _ input: FeatureShape) -> ck_window {
      guard case .convolution(let convolution) = model.network.layers[layer].operation else {
        return ck_window()
      }
      return convolution.kernelWindow(input)
    }
    switch step.kind {
    case .convolution:
      var arguments = ck_convolution_args()
      arguments.in = shape(step.input).kernelShape
      return ck_convolution_scratch(kernels, &arguments)
    case .depthwise(let layer, _):
      var arguments = ck_depthwise_args()
      arguments.in = shape(step.input).kernelShape
      arguments.out = shape(step.output).kernelShape
      arguments.window = window(layer, shape(step.input))
      return ck_depthwise_scratch(kernels, &arguments)
    case .expandDepthwise(let expand, let depthwise):
      var arguments = ck_expand_depthwise_args()
      arguments.hidden = plan.shapes[expand].kernelShape
      arguments.out = shape(step.output).kernelShape
      arguments.window = window(depthwise, plan.shapes[expand])
      return ck_expand_depthwise_scratch(kernels, &arguments)
    default: return 0
    }
  }
}
