import Architectures

extension PlannedStep {
  /// The same steps with the convolutions of `layers` in a narrow type.
  ///
  /// A convolution narrows its own inputs, block by block; one that is fused under a depthwise
  /// convolution is computed panel by panel, so its inputs are narrowed once, by a step before it.
  static func narrowed(_ steps: [PlannedStep], layers: Set<Int>) -> [PlannedStep] {
    steps.flatMap { step -> [PlannedStep] in
      var narrow = step
      switch step.kind {
      case .convolution(let layer, let activation) where layers.contains(layer):
        narrow.kind = .narrowConvolution(layer, activation: activation)
        return [narrow]
      case .expandDepthwise(let expand, let depthwise) where layers.contains(expand):
        narrow.kind = .narrowExpandDepthwise(expand: expand, depthwise: depthwise)
        narrow.input = .narrowed(expand)
        let before = PlannedStep(
          kind: .narrow(expand), input: step.input, output: .narrowed(expand), layers: [])
        return [before, narrow]
      default: return [step]
      }
    }
  }
}
