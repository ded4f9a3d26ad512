import Architectures
internal import CKernels
import Tensors

/// A backward plan bound to kernels; reads the forward pass's arena, owns the gradients' memory.
final class BackwardProgram {
  private let calls = KernelCalls()
  /// Bytes allocated for gradients and scratch memory.
  let byteCount: Int

  let plan: BackwardPlan
  private let session: Session
  private let kernels: UnsafePointer<ck_kernels>
  private let gradients: UnsafePointer<ck_backward_kernels>
  private let memory: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>
  private let zeros: UnsafeMutablePointer<Float>

  init(plan: BackwardPlan, session: Session) throws(InferenceError) {
    let set = session.model.instructionSet
    guard let kernels = set.table, let gradients = ck_backward_table(set.identifier) else {
      throw .unsupportedInstructionSet(set)
    }
    self.plan = plan
    self.session = session
    self.kernels = kernels
    self.gradients = gradients
    let channels = plan.shapes.reduce(0) { max($0, $1.channels) }
    var widest = ck_convolution_args()
    widest.in = ck_shape(height: 16, width: 16, channels: Int32(channels))
    widest.out.channels = .max
    let depthwise = plan.steps.map { Self.depthwiseScratch($0, plan, session, kernels) }.max()
    let scratchCount =
      max(ck_convolution_scratch(kernels, &widest), depthwise ?? 0) * session.threads
    byteCount = (plan.arena.count + scratchCount + channels + 64) * MemoryLayout<Float>.stride
    guard let raw = ck_allocate(byteCount) else { throw .outOfMemory(bytes: byteCount) }
    memory = raw.assumingMemoryBound(to: Float.self)
    scratch = memory + plan.arena.count
    zeros = scratch + scratchCount
    for step in plan.steps { append(step) }
  }

  deinit { ck_deallocate(memory, byteCount) }

  /// Kernel calls in execution order.
  var steps: [ck_step] { calls.steps }

  func address(_ gradient: Int) -> UnsafeMutablePointer<Float>? {
    plan.arena.offsets[gradient].map { memory + $0 }
  }

  private func address(_ operand: BackwardOperand?) -> UnsafePointer<Float>? {
    switch operand {
    case nil: nil
    case .gradient(let gradient): UnsafePointer(address(gradient))
    case .forward(let value): UnsafePointer(session.program.address(value))
    case .scale(let layer): session.model.packed.weights(of: layer)
    }
  }

  private func add<Arguments>(_ run: ck_function?, _ arguments: Arguments) {
    calls.add(run, arguments)
  }

  private func inputShape(_ step: BackwardStep) -> FeatureShape {
    if case .gradient(let gradient) = step.input { return plan.shapes[gradient] }
    return plan.shapes[step.output]
  }
}

// Kernel arguments: one function per kernel family.
extension BackwardProgram {
  private func append(_ step: BackwardStep) {
    switch step.kind {
    case .elementwise: appendElementwise(step)
    case .fullyConnected(let layer): appendFullyConnected(step, layer)
    case .convolution(let layer): appendConvolution(step, layer)
    case .depthwise(let layer):
      add(
        gradients.pointee.depthwise_gradient,
        depthwiseArguments(step, layer, plan.shapes[step.output]))
    case .expandDepthwise(let expand, let depthwise):
      appendExpandDepthwise(step, expand, depthwise)
    case .gate: appendGate(step)
    case .maxPool(let layer), .averagePool(let layer): appendPool(step, layer)
    case .headPool, .vector: appendHead(step)
    case .dilate, .copyChannels, .shuffle, .crop: appendMove(step)
    }
  }

  private func appendElementwise(_ step: BackwardStep) {
    let shape = plan.shapes[step.output]
    add(
      gradients.pointee.activation_gradient,
      ck_activation_gradient_args(
        positions: Int32(shape.height * shape.width), channels: Int32(shape.channels),
        shift_scale: step.shiftScale, input: address(step.input), gate: address(step.gate),
        shift: address(step.shift), addend: address(step.addend),
        slope: slope(step.outputDerivative), output: address(step.output)))
  }

  private func appendFullyConnected(_ step: BackwardStep, _ layer: Int) {
    add(
      gradients.pointee.fully_connected_gradient,
      ck_fully_connected_gradient_args(
        inputs: Int32(plan.shapes[step.output].count), outputs: Int32(inputShape(step).count),
        scale: 1, gradient: address(step.input),
        weights: session.model.backwardWeights.weights(of: layer, in: session.model),
        output: address(step.output)))
  }

  private func convolution(_ layer: Int) -> Convolution {
    session.model.network.plannedConvolution(layer)
  }

  /// The input gradient of a stride-1 convolution: a convolution with padding kernel − 1 − padding.
  private func appendConvolution(_ step: BackwardStep, _ layer: Int) {
    let convolution = convolution(layer)
    let input = inputShape(step)
    let output = plan.shapes[step.output]
    let top = convolution.paddingAmounts(output.height, isVertical: true).before
    let left = convolution.paddingAmounts(output.width, isVertical: false).before
    let window = ck_window(
      height: Int32(convolution.kernel.height), width: Int32(convolution.kernel.width),
      stride_y: 1, stride_x: 1, pad_top: Int32(convolution.kernel.height - 1 - top),
      pad_left: Int32(convolution.kernel.width - 1 - left))
    add(
      kernels.pointee.convolution,
      ck_convolution_args(
        in: input.kernelShape, out: output.kernelShape, window: window,
        groups: Int32(convolution.groups), activation: ck_identity, input: address(step.input),
        weights: session.model.backwardWeights.weights(of: layer, in: session.model), bias: zeros,
        gate: nil, residual: address(step.addend), output: address(step.output), slope: nil,
        scratch: scratch))
  }

  /// `shape` is that of the forward pass's input.
  private func depthwiseArguments(
    _ step: BackwardStep, _ layer: Int, _ shape: FeatureShape
  ) -> ck_depthwise_gradient_args {
    ck_depthwise_gradient_args(
      in: shape.kernelShape, out: inputShape(step).kernelShape,
      window: convolution(layer).kernelWindow(shape), shift_scale: step.shiftScale,
      gradient: address(step.input), gate: address(step.gate), shift: address(step.shift),
      weights: session.model.packed.weights(of: layer), in_slope: slope(step.outputDerivative),
      out_slope: slope(step.inputDerivative), output: address(step.output), scratch: scratch)
  }

  private func appendExpandDepthwise(_ step: BackwardStep, _ expand: Int, _ depthwise: Int) {
    let output = plan.shapes[step.output]
    add(
      gradients.pointee.expand_depthwise_gradient,
      ck_expand_depthwise_gradient_args(
        depthwise: depthwiseArguments(step, depthwise, session.plan.shapes[expand]),
        channels: Int32(output.channels),
        weights: session.model.backwardWeights.weights(of: expand, in: session.model), bias: zeros,
        residual: address(step.addend), output: address(step.output)))
  }

  /// Scratch memory that one thread needs for a depthwise step, in floats.
  private static func depthwiseScratch(
    _ step: BackwardStep, _ plan: BackwardPlan, _ session: Session,
    _ kernels: UnsafePointer<ck_kernels>
  ) -> Int {
    guard case .gradient(let input) = step.input else { return 0 }
    func arguments(_ layer: Int, _ shape: FeatureShape) -> ck_depthwise_gradient_args {
      var arguments = ck_depthwise_gradient_args()
      arguments.in = shape.kernelShape
      arguments.out = plan.shapes[input].kernelShape
      arguments.window = session.model.network.plannedConvolution(layer).kernelWindow(shape)
      return arguments
    }
    switch step.kind {
    case .depthwise(let layer):
      var depthwise = arguments(layer, plan.shapes[step.output])
      return ck_depthwise_gradient_scratch(kernels, &depthwise)
    case .expandDepthwise(let expand, let layer):
      var both = ck_expand_depthwise_gradient_args()
      both.depthwise = arguments(layer, session.plan.shapes[expand])
      both.channels = Int32(plan.shapes[step.output].channels)
      return ck_expand_depthwise_gradient_scratch(kernels, &both)
    default: return 0
    }
  }

  private func slope(_ derivative: Derivative?) -> ck_slope {
    guard let derivative else { return ck_slope() }
    return ck_slope(source: derivative.source, reference: address(derivative.operand))
  }

  private func appendGate(_ step: BackwardStep) {
    let shape = inputShape(step)
    add(
      gradients.pointee.gate_gradient,
      ck_gate_gradient_args(
        positions: Int32(shape.height * shape.width), channels: Int32(shape.channels),
        left: address(step.input), right: address(step.reference), output: address(step.output)))
  }

  private func appendPool(_ step: BackwardStep, _ layer: Int) {
    let input = plan.shapes[step.output]
    switch session.model.network.layers[layer].operation {
    case .maxPool(let pooling):
      add(
        gradients.pointee.max_pool_gradient,
        ck_max_pool_gradient_args(
          in: input.kernelShape, out: inputShape(step).kernelShape,
          window: pooling.kernelWindow(input), input: address(step.reference),
          gradient: address(step.input), output: address(step.output)))
    case .averagePool(let pooling):
      add(
        gradients.pointee.average_pool_gradient,
        ck_average_pool_gradient_args(
          in: input.kernelShape, out: inputShape(step).kernelShape,
          window: pooling.kernelWindow(input),
          padded_bottom: Int32(pooling.paddingAmounts(input.height, isVertical: true).after),
          padded_right: Int32(pooling.paddingAmounts(input.width, isVertical: false).after),
          counts_padding: pooling.countsPadding, gradient: address(step.input),
          output: address(step.output)))
    default: preconditionFailure("layer \(layer) is planned as a pooling, but it is not one")
    }
  }

  private func appendHead(_ step: BackwardStep) {
    let shape = plan.shapes[step.output]
    let (input, gradient, output) = (
      address(step.reference), address(step.input), address(step.output)
    )
    switch step.kind {
    case .headPool(let pooling):
      add(
        ck_head_pool_gradient,
        pooling.arguments(shape.kernelShape, input: input, gradient: gradient, output: output))
    case .vector(let layer, let function):
      add(
        ck_vector_gradient,
        function.arguments(
          count: Int32(shape.count), input: input,
          weights: session.model.packed.weights(of: layer),
          bias: session.model.packed.bias(of: layer), gradient: gradient, output: output))
    default: preconditionFailure("\(step.kind) is not a step of a head")
    }
  }

  private func appendMove(_ step: BackwardStep) {
    let input = inputShape(step)
    let output = plan.shapes[step.output]
    let positions = Int32(output.height * output.width)
    switch step.kind {
    case .dilate(let stride):
      add(
        gradients.pointee.dilate,
        ck_dilate_args(
          in: input.kernelShape, out: output.kernelShape, stride_y: Int32(stride.height),
          stride_x: Int32(stride.width), input: address(step.input), output: address(step.output)))
    case .copyChannels(let from, let to, let count):
      add(
        kernels.pointee.copy_channels,
        ck_copy_channels_args(
          positions: positions, channels: Int32(count), input_stride: Int32(input.channels),
          output_stride: Int32(output.channels), input: address(step.input).map { $0 + from },
          output: address(step.output).map { $0 + to }))
    case .shuffle(let groups):
      add(
        kernels.pointee.shuffle,
        ck_shuffle_args(
          positions: positions, channels: Int32(output.channels), groups: Int32(groups),
          input: address(step.input), output: address(step.output)))
    case .crop(let top, let left):
      add(
        kernels.pointee.crop,
        ck_crop_args(
          in: input.kernelShape, out: output.kernelShape, top: Int32(top), left: Int32(left),
          input: address(step.input), output: address(step.output)))
    default: preconditionFailure("\(step.kind) is not a step that moves elements")
    }
  }
}

extension Derivative {
  fileprivate var source: ck_slope_source {
    switch self {
    case .kept: ck_slope_kept
    case .output(_, .relu): ck_slope_of_relu
    case .output(_, .relu6): ck_slope_of_relu6
    case .output(_, .sigmoid): ck_slope_of_sigmoid
    case .output(let layer, let activation):
      preconditionFailure(
        "the derivative of \(activation) can't be computed from the output of layer \(layer)")
    }
  }
}
