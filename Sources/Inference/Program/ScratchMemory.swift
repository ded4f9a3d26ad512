import Architectures
internal import CKernels

extension Program {
  /// Scratch memory that one thread needs for a step, in floats.
  static func scratch(
    _ step: PlannedStep, _ plan: Plan, _ model: Model, _ kernels: UnsafePointer<ck_kernels>
  ) -> Int {
    func shape(_ value: Value) -> FeatureShape {
      switch value {
      case .layer(let layer), .preactivation(let layer), .slope(let layer), .sums(let layer),
        .reduced(let layer):
        plan.shapes[layer]
      case .image: plan.image
      case .narrowed(let expand): plan.shapes[model.network.layers[expand].inputs[0]]
      }
    }
    func window(_ layer: Int, _ input: FeatureShape) -> ck_window {
      model.network.convolution(layer)?.kernelWindow(input) ?? ck_window()
    }
    switch step.kind {
    case .convolution:
      var arguments = ck_convolution_args()
      arguments.in = shape(step.input).kernelShape
      arguments.out = shape(step.output).kernelShape
      return ck_convolution_scratch(kernels, &arguments)
    case .depthwise(let layer, _):
      var arguments = ck_depthwise_args()
      arguments.in = shape(step.input).kernelShape
      arguments.out = shape(step.output).kernelShape
      arguments.window = window(layer, shape(step.input))
      return ck_depthwise_scratch(kernels, &arguments)
    case .narrowConvolution:
      guard let narrow = model.narrow else { return 0 }
      let inputs = shape(step.input)
      return ck_narrow_convolution_scratch(
        narrow.kernels, Int32(inputs.height * inputs.width), Int32(inputs.channels))
    case .expandDepthwise(let expand, let depthwise),
      .narrowExpandDepthwise(let expand, let depthwise):
      var arguments = ck_expand_depthwise_args()
      arguments.hidden = plan.shapes[expand].kernelShape
      arguments.out = shape(step.output).kernelShape
      arguments.window = window(depthwise, plan.shapes[expand])
      return ck_expand_depthwise_scratch(kernels, &arguments)
    default: return 0
    }
  }
}
