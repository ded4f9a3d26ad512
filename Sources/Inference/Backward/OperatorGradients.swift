import Architectures

// The gradient of each operator with respect to its inputs.

extension BackwardPlanner {
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
    case .globalPool(let pooling):
      add(
        whole: emit(.headPool(pooling), .gradient(gradient), shaped: shape(input)) {
          [operand = forward(input)] in
          $0.reference = operand
        }, to: input)
    case .vector(let function, _):
      add(
        whole: emit(.vector(layer.index, function), .gradient(gradient), shaped: shape(input)) {
          [operand = forward(input)] in
          $0.reference = operand
        }, to: input)
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
      propagateDepthwise(GradientTerms(whole: [gradient], isBeforeActivation: true), layer)
    } else if convolution.stride == Window(1) {
      // The convolution kernel can add one gradient that another reader gave to this input.
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

  /// Propagates a single product through a depthwise convolution in one step.
  ///
  /// If the layer is the only reader of its input, the step also applies the derivative of the
  /// input's activation.
  mutating func propagateDepthwise(_ arrived: GradientTerms, _ layer: Layer) {
    let input = layer.inputs[0]
    guard reached.contains(input) else { return }
    let isOnlyReader = readers[input] == [layer.index] && terms[input] == nil
    let appliesInputActivation =
      isOnlyReader && input != Layer.image && !targets.contains(input)
    let inputDerivative = arrived.isBeforeActivation ? nil : derivative(layer.index)
    let outputDerivative = appliesInputActivation ? derivative(input) : nil
    let gated = arrived.gated.first
    // If the expanded tensor is large, the same step also computes the expansion's gradient.
    let source = appliesInputActivation && isFused(input) ? network.layers[input].inputs[0] : nil
    let waiting = source.flatMap { terms[$0]?.whole.popLast() }
    let output = emit(
      source == nil
        ? .depthwise(layer.index) : .expandDepthwise(expand: input, depthwise: layer.index),
      (gated?.gradient ?? arrived.whole.first).map { .gradient($0) }, shaped: shape(source ?? input)
    ) {
      $0.gate = gated?.gate
      $0.shift = arrived.spread.first.map { .gradient($0.gradient) }
      $0.shiftScale = arrived.spread.first?.scale ?? 1
      $0.inputDerivative = inputDerivative
      $0.outputDerivative = outputDerivative
      $0.addend = waiting.map { .gradient($0) }
    }
    if let source {
      add(whole: output, to: source)
      return
    }
    terms[input, default: GradientTerms()].whole.append(output)
    if outputDerivative != nil { terms[input]?.isBeforeActivation = true }
  }

  /// True if an expansion's gradient is fused with that of the depthwise convolution that reads it.
  ///
  /// The expansion's output must be large and its pre-activation gradient must not be a result.
  private func isFused(_ layer: Int) -> Bool {
    guard fuses, shape(layer).count >= Self.largeTensor, !isVector[layer],
      case .convolution(let convolution) = network.layers[layer].operation,
      reached.contains(network.layers[layer].inputs[0])
    else { return false }
    return convolution.isPointwise && convolution.groups == 1 && convolution.stride == Window(1)
      && convolution.padding == .none
      && !(includesBiases && network.layers[layer].hasSpatialBias)
  }

  /// Minimum size of a tensor for this fusion, in floats: 1 MiB.
  private static let largeTensor = 1 << 18

  /// Product rule: ∂/∂tensor = gradient · gate; ∂/∂gate = Σ over positions of gradient · tensor.
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

  /// Propagates through operators that only move elements.
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
      // The channels outside the slice have gradient 0: fill with zeros, then copy the slice.
      let zeros = emit(.elementwise, nil, shaped: shape(input))
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
