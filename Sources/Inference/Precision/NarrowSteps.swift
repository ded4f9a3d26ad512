import Architectures

extension PlannedStep {
  /// Returns `steps` with the convolutions of `layers` in a narrow type.
  ///
  /// A convolution kernel narrows its inputs itself, block by block. An expansion fused with a
  /// depthwise convolution reads its inputs many times, so a separate step narrows them first.
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
