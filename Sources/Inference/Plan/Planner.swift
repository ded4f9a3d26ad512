import Architectures

/// Turns a network into steps; fuses layers if the tensor between has one reader and no tap.
struct Planner {
  let network: Network
  /// Layers whose output must be written to memory.
  let kept: Set<Int>
  /// Layers whose activation derivative must be kept.
  let recorded: Set<Int>
  let fuses: Bool
  /// Whether convolution kernels can store that derivative.
  let recordsInPlace: Bool

  private let consumers: [[Int]]
  private let isVector: [Bool]
  /// Layers that are computed by a later layer's step.
  private var absorbed: Set<Int> = []
  /// Depthwise layers whose step also writes channel sums.
  private var summed: Set<Int> = []
  private var steps: [PlannedStep] = []

  init(
    network: Network, kept: Set<Int>, recorded: Set<Int> = [],
    fuses: Bool, recordsInPlace: Bool = true
  ) {
    self.network = network
    self.kept = kept.union([network.layers.count - 1])
    self.recorded = recorded
    self.fuses = fuses
    self.recordsInPlace = recordsInPlace
    var consumers = [[Int]](repeating: [], count: network.layers.count)
    for layer in network.layers {
      for input in layer.inputs where input != Layer.image { consumers[input].append(layer.index) }
    }
    self.consumers = consumers
    isVector = network.vectorLayers
  }

  mutating func plan() -> [PlannedStep] {
    if fuses {
      for layer in network.layers { findFusion(endingIn: layer) }
    }
    steps = [PlannedStep(kind: .image, input: .image, output: .image, layers: [])]
    for layer in network.layers where !absorbed.contains(layer.index) { emit(layer) }
    return steps
  }

  private func value(_ layer: Int) -> Value { layer == Layer.image ? .image : .layer(layer) }

  /// True if `consumer` is the only reader of `layer` and the output need not be kept.
  private func isPrivate(_ layer: Int, to consumer: Int) -> Bool {
    layer != Layer.image && !kept.contains(layer) && consumers[layer] == [consumer]
  }

  /// True if the layer's activation must run as a separate step.
  private func isSplit(_ layer: Int) -> Bool { !recordsInPlace && recorded.contains(layer) }

  /// The tensor that stores a layer's activation derivative; nil if it is not needed.
  private func slope(_ layer: Int) -> Value? { recorded.contains(layer) ? .slope(layer) : nil }

  /// True for a 1 × 1 convolution over more than one position.
  private func isPointwise(_ layer: Int) -> Bool {
    guard let convolution = network.convolution(layer), !isVector[layer] else { return false }
    return convolution.isPointwise && convolution.stride == Window(1)
      && convolution.padding == .none
  }
}

// Fusion: each rule marks layers as computed by a later layer's step.
extension Planner {
  private mutating func findFusion(endingIn layer: Layer) {
    switch layer.operation {
    case .convolution(let convolution):
      if convolution.isDepthwise { absorbExpansion(of: layer) }
      if isVector[layer.index] { absorbSqueeze(endingIn: layer) }
      if isPointwise(layer.index) { absorbScale(before: layer) }
    case .add: absorbConvolution(into: layer)
    default: break
    }
  }

  private mutating func absorbExpansion(of layer: Layer) {
    let input = layer.inputs[0]
    if isPrivate(input, to: layer.index), isPointwise(input), !isSplit(input),
      !isSplit(layer.index)
    {
      absorbed.insert(input)
    }
  }

  /// Fuses reduce → gate, and a pool before them if a depthwise convolution can write its sums.
  private mutating func absorbSqueeze(endingIn gate: Layer) {
    let reduce = gate.inputs[0]
    guard isPrivate(reduce, to: gate.index), network.convolution(reduce) != nil, isVector[reduce],
      !isSplit(reduce), !isSplit(gate.index), !recorded.contains(gate.index)
    else { return }
    absorbed.insert(reduce)
    let pool = network.layers[reduce].inputs[0]
    guard isPrivate(pool, to: reduce), case .globalAveragePool = network.layers[pool].operation
    else { return }
    let source = network.layers[pool].inputs[0]
    guard let convolution = network.convolution(source), convolution.isDepthwise, !isSplit(source)
    else { return }
    absorbed.insert(pool)
    summed.insert(source)
  }

  private mutating func absorbScale(before layer: Layer) {
    let input = layer.inputs[0]
    guard isPrivate(input, to: layer.index), case .scale = network.layers[input].operation else {
      return
    }
    absorbed.insert(input)
  }

  /// Fuses a sum of two tensors into a convolution whose only reader it is.
  private mutating func absorbConvolution(into layer: Layer) {
    guard layer.inputs.count == 2, layer.inputs[0] != layer.inputs[1] else { return }
    for input in layer.inputs.reversed() {
      guard isPrivate(input, to: layer.index), let convolution = network.convolution(input),
        !isVector[input], !convolution.isDepthwise, convolution.activation == .identity,
        !isSplit(layer.index)
      else { continue }
      absorbed.insert(input)
      return
    }
  }
}

// Emission: one or two steps for each layer that is not absorbed.
extension Planner {
  private mutating func emit(_ layer: Layer) {
    let output = Value.layer(layer.index)
    let inputs = layer.inputs.map(value)
    func step(_ kind: PlannedStep.Kind, second: Value? = nil) -> PlannedStep {
      PlannedStep(
        kind: kind, input: inputs[0], second: second, output: output, layers: [layer.index])
    }
    switch layer.operation {
    case .convolution(let convolution): emit(convolution, layer)
    case .fullyConnected:
      steps.append(step(.fullyConnected(layer.index, activation: .identity)))
    case .normalization(_, _, let activation):
      emitActivated(layer, step(.affine(layer.index, activation: activation)), activation)
    case .activation(let activation):
      var activated = step(.activate(activation))
      activated.slope = slope(layer.index)
      steps.append(activated)
    case .globalAveragePool: steps.append(step(.globalPool))
    case .globalPool(let pooling): steps.append(step(.headPool(pooling)))
    case .vector(let function, _): steps.append(step(.vector(layer.index, function)))
    case .maxPool, .averagePool: steps.append(step(.pool(layer.index)))
    case .scale: steps.append(step(.scale, second: inputs[1]))
    case .add(let activation): emitSum(layer, activation)
    case .concatenate:
      for (position, input) in inputs.enumerated() {
        var copy = step(.copyChannels(position: position, from: 0))
        copy.input = input
        steps.append(copy)
      }
    case .slice(let range): steps.append(step(.copyChannels(position: 0, from: range.lowerBound)))
    case .channelShuffle(let groups): steps.append(step(.shuffle(groups: groups)))
    case .crop: steps.append(step(.crop(layer.index)))
    }
  }

  /// Emits one step, or two if the activation's derivative is needed and the kernel can't store it.
  private mutating func emitActivated(
    _ layer: Layer, _ step: PlannedStep, _ activation: Activation
  ) {
    let slope = slope(layer.index)
    guard isSplit(layer.index) || slope != nil && !step.kind.keepsSlope, activation != .identity
    else {
      var whole = step
      whole.slope = slope
      steps.append(whole)
      return
    }
    var first = step
    first.kind = step.kind.linear
    first.output = .preactivation(layer.index)
    steps.append(first)
    steps.append(
      PlannedStep(
        kind: .activate(activation), input: .preactivation(layer.index),
        output: .layer(layer.index), slope: slope, layers: [layer.index]))
  }

  private mutating func emit(_ convolution: Convolution, _ layer: Layer) {
    let index = layer.index
    let input = layer.inputs[0]
    if isVector[index] {
      emitVector(convolution, layer)
    } else if convolution.isDepthwise {
      if absorbed.contains(input) {
        steps.append(
          PlannedStep(
            kind: .expandDepthwise(expand: input, depthwise: index),
            input: value(network.layers[input].inputs[0]), output: .layer(index),
            extra: summed.contains(index) ? .sums(index) : nil, slope: slope(index),
            innerSlope: slope(input), layers: [input, index]))
      } else {
        let step = PlannedStep(
          kind: .depthwise(index, activation: convolution.activation), input: value(input),
          output: .layer(index), extra: summed.contains(index) ? .sums(index) : nil,
          layers: [index])
        emitActivated(layer, step, convolution.activation)
      }
    } else {
      let step = convolutionStep(index, activation: convolution.activation)
      emitActivated(layer, step, convolution.activation)
    }
  }

  private func convolutionStep(_ index: Int, activation: Activation) -> PlannedStep {
    let input = network.layers[index].inputs[0]
    var step = PlannedStep(
      kind: .convolution(index, activation: activation), input: value(input),
      output: .layer(index), layers: [index])
    if absorbed.contains(input) {
      let product = network.layers[input]
      step.input = value(product.inputs[0])
      step.second = value(product.inputs[1])
      step.layers = [input, index]
    }
    return step
  }

  private mutating func emitVector(_ convolution: Convolution, _ layer: Layer) {
    let input = layer.inputs[0]
    guard absorbed.contains(input) else {
      let step = PlannedStep(
        kind: .fullyConnected(layer.index, activation: convolution.activation),
        input: value(input), output: .layer(layer.index), layers: [layer.index])
      emitActivated(layer, step, convolution.activation)
      return
    }
    let pool = network.layers[input].inputs[0]
    let isSummed = absorbed.contains(pool)
    steps.append(
      PlannedStep(
        kind: .squeezeExcite(reduce: input, gate: layer.index),
        input: isSummed ? .sums(network.layers[pool].inputs[0]) : value(pool),
        output: .layer(layer.index), extra: .reduced(layer.index), innerSlope: slope(input),
        layers: (isSummed ? [pool] : []) + [input, layer.index]))
  }

  private mutating func emitSum(_ layer: Layer, _ activation: Activation) {
    if let index = layer.inputs.first(where: {
      $0 != Layer.image && absorbed.contains($0) && network.convolution($0) != nil
    }), let other = layer.inputs.first(where: { $0 != index }) {
      var step = convolutionStep(index, activation: activation)
      step.residual = value(other)
      step.output = .layer(layer.index)
      step.slope = slope(layer.index)
      step.layers.append(layer.index)
      steps.append(step)
      return
    }
    var left = value(layer.inputs[0])
    for (position, input) in layer.inputs.enumerated().dropFirst() {
      let output = Value.layer(layer.index)
      let isLast = position == layer.inputs.count - 1
      let step = PlannedStep(
        kind: .add(isLast ? activation : .identity), input: left, second: value(input),
        output: output, layers: [layer.index])
      if isLast {
        emitActivated(layer, step, activation)
      } else {
        steps.append(step)
      }
      left = output
    }
  }
}
