import Architectures

// The gradient of each operator with respect to its inputs: one case of `propagate` for each.

extension BackwardPlanner {
  /// Hands the gradient before a layer's activation on to what the layer reads.
  mutating func propagate(_ gradient: Int, through layer: Layer) {
    let input = layer.inputs[0]
    switch layer.operation {
    case .convolution(let convolution):
      if reached.contains(input) { propagate(gradient, through: convolution, layer) }
    case .fullyConnected:
      let shape = FeatureShape(channels: shape(input).count, height: 1, width: 1)
      add(whole: emit(.fullyConnected(layer.index), .gradient(gradient), shaped: shape), to: input)
    case .normalization:
      terms[input, default: GradientTerms()].gated.append((gradient, .scale(layer.index)))
    case .activation:
      add(whole: gradient, to: input)
    case .globalAveragePool:
      let area = shape(input).height * shape(input).width
      terms[input, default: GradientTerms()].spread.append((gradient, 1 / Float(area)))
    case .maxPool:
      add(
        whole: emit(.maxPool(layer.index), .gradient(gradient), shaped: shape(input)) {
          [operand = forward(input)] in
          $0.reference = operand
        }, to: input)
    case .averagePool:
      add(
        whole: emit(.averagePool(layer.index), .gradient(gradient), shaped: shape(input)),
        to: input)
    case .scale: propagateScale(gradient, layer)
    case .add:
      for input in layer.inputs { add(whole: gradient, to: input) }
    case .concatenate, .slice, .channelShuffle, .crop: propagateMove(gradient, layer)
    }
  }

  /// A gradient that reaches a layer, if anybody asked beyond it.
  private mutating func add(whole gradient: Int, to input: Int) {
    guard reached.contains(input) else { return }
    terms[input, default: GradientTerms()].whole.append(gradient)
  }

  private mutating func propagate(
    _ gradient: Int, through convolution: Convolution, _ layer: Layer
  ) {
    let input = layer.inputs[0]
    let target = shape(input)
    if isVector[layer.index] {
      add(whole: emit(.fullyConnected(layer.index), .gradient(gradient), shaped: target), to: input)
    } else if convolution.isDepthwise {
      propagateDepthwise(gradient, layer)
    } else if convolution.stride == Window(1) {
      // What has already reached the input is added by the same kernel.
      let waiting = terms[input]?.whole.popLast()
      add(
        whole: emit(.convolution(layer.index), .gradient(gradient), shaped: target) {
          $0.addend = waiting.map { .gradient($0) }
        }, to: input)
    } else if convolution.kernel == Window(1) {
      var small = forwardShapes[layer.index]
      small.channels = target.channels
      let product = emit(.convolution(layer.index), .gradient(gradient), shaped: small)
      add(
        whole: emit(.dilate(convolution.stride), .gradient(product), shaped: target), to: input)
    } else {
      var wide = forwardShapes[layer.index]
      wide.height = (wide.height - 1) * convolution.stride.height + 1
      wide.width = (wide.width - 1) * convolution.stride.width + 1
      let dilated = emit(.dilate(convolution.stride), .gradient(gradient), shaped: wide)
      add(whole: emit(.convolution(layer.index), .gradient(dilated), shaped: target), to: input)
    }
  }

  /// Where nobody else reads the input, its activation's derivative is taken in the same step.
  private mutating func propagateDepthwise(_ gradient: Int, _ layer: Layer) {
    let input = layer.inputs[0]
    let isOnlyReader = readers[input] == [layer.index] && terms[input] == nil
    let isJoined = isOnlyReader && input != Layer.image && !targets.contains(input)
    let operand = isJoined ? reference(input) : nil
    let activation = operand == nil ? .identity : network.layers[input].operation.activation
    let output = emit(
      .depthwise(layer.index, activation), .gradient(gradient), shaped: shape(input)
    ) {
      $0.reference = operand
    }
    terms[input, default: GradientTerms()].whole.append(output)
    if operand != nil { terms[input]?.isBeforeActivation = true }
  }

  /// The product rule: the tensor gets the gate's share, the gate the tensor's.
  private mutating func propagateScale(_ gradient: Int, _ layer: Layer) {
    let tensor = layer.inputs[0]
    let gate = layer.inputs[1]
    if reached.contains(tensor) {
      let operand = forward(gate)
      terms[tensor, default: GradientTerms()].gated.append((gradient, operand))
    }
    if reached.contains(gate) {
      let operand = forward(tensor)
      add(
        whole: emit(.gate, .gradient(gradient), shaped: shape(gate)) { $0.reference = operand },
        to: gate)
    }
  }

  /// Operators that only move elements.
  private mutating func propagateMove(_ gradient: Int, _ layer: Layer) {
    let input = layer.inputs[0]
    switch layer.operation {
    case .concatenate:
      var offset = 0
      for part in layer.inputs {
        let target = shape(part)
        if reached.contains(part) {
          add(
            whole: emit(
              .copyChannels(from: offset, to: 0, count: target.channels), .gradient(gradient),
              shaped: target), to: part)
        }
        offset += target.channels
      }
    case .slice(let range):
      // The other channels get nothing: zeros first, then the slice over them.
      let zeros = emit(.elementwise(.identity), nil, shaped: shape(input))
      steps.append(
        BackwardStep(
          kind: .copyChannels(from: 0, to: range.lowerBound, count: range.count),
          input: .gradient(gradient), output: zeros))
      add(whole: zeros, to: input)
    case .channelShuffle(let groups):
      let inverse = shape(input).channels / groups
      add(
        whole: emit(.shuffle(groups: inverse), .gradient(gradient), shaped: shape(input)),
        to: input)
    case .crop(let top, let left, _, _):
      add(
        whole: emit(.crop(top: -top, left: -left), .gradient(gradient), shaped: shape(input)),
        to: input)
    default: break
    }
  }
}
