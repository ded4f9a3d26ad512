import Architectures

/// The gradient of one tensor as a list of terms, one from each reader of the tensor.
///
/// Terms are summed as late as possible, so that one kernel adds them, applies the activation's
/// derivative and writes once.
struct GradientTerms {
  /// Gradients with the tensor's shape.
  var whole: [Int] = []
  /// Gradients to be multiplied by a per-channel gate (the squeeze-excite product).
  var gated: [(gradient: Int, gate: BackwardOperand)] = []
  /// Per-channel gradients to be scaled and spread over all positions (global average pooling).
  var spread: [(gradient: Int, scale: Float)] = []
  /// True if the activation's derivative is already applied.
  var isBeforeActivation = false

  var isEmpty: Bool { whole.isEmpty && gated.isEmpty && spread.isEmpty }

  /// True for one whole or gated term plus at most one spread term.
  var isOneProduct: Bool { whole.count + gated.count == 1 && spread.count <= 1 }
}

/// Plans backward steps by walking a network from its logits to the target layers.
struct BackwardPlanner {
  let network: Network
  let targets: Set<Int>
  let includesBiases: Bool
  let fuses: Bool
  let forwardShapes: [FeatureShape]
  let image: FeatureShape
  let isVector: [Bool]
  /// Target layers and all layers that depend on one; only these need gradients.
  let reached: Set<Int>
  /// For each layer, its readers among `reached`.
  let readers: [Int: [Int]]

  var steps: [BackwardStep] = []
  var shapes: [FeatureShape] = []
  var results: [Int: Int] = [:]
  var biasResults: [Int: Int] = [:]
  var kept: Set<Int> = []
  var recorded: Set<Int> = []
  var terms: [Int: GradientTerms] = [:]

  init(
    network: Network, height: Int, width: Int, targets: Set<Int>, includesBiases: Bool,
    fuses: Bool
  ) {
    self.network = network
    self.targets = targets
    self.includesBiases = includesBiases
    self.fuses = fuses
    forwardShapes = network.shapes(height: height, width: width)
    image = FeatureShape(channels: network.inputChannels, height: height, width: width)
    isVector = network.vectorLayers
    var reached = targets
    for layer in network.layers where layer.inputs.contains(where: reached.contains) {
      reached.insert(layer.index)
    }
    if includesBiases { reached.formUnion(network.layers.indices) }
    self.reached = reached
    var readers: [Int: [Int]] = [:]
    for layer in network.layers where reached.contains(layer.index) {
      for input in layer.inputs { readers[input, default: []].append(layer.index) }
    }
    self.readers = readers
  }

  mutating func plan() {
    let last = network.layers.count - 1
    terms[last] = GradientTerms(whole: [gradient(shaped: forwardShapes[last])])
    for layer in network.layers.reversed() where reached.contains(layer.index) { visit(layer) }
    if targets.contains(Layer.image) { recordTarget(Layer.image, image) }
  }

  func shape(_ layer: Int) -> FeatureShape { layer == Layer.image ? image : forwardShapes[layer] }

  /// Returns the new gradient's number.
  mutating func gradient(shaped shape: FeatureShape) -> Int {
    shapes.append(shape)
    return shapes.count - 1
  }

  /// Adds a step and returns the number of the gradient that it writes.
  @discardableResult
  mutating func emit(
    _ kind: BackwardStep.Kind, _ input: BackwardOperand?, shaped shape: FeatureShape,
    _ change: (inout BackwardStep) -> Void = { _ in }
  ) -> Int {
    var step = BackwardStep(kind: kind, input: input, output: gradient(shaped: shape))
    change(&step)
    steps.append(step)
    return step.output
  }

  /// Returns a layer's forward output as an operand and marks it as kept.
  mutating func forward(_ layer: Int) -> BackwardOperand {
    if layer == Layer.image { return .forward(.image) }
    kept.insert(layer)
    return .forward(.layer(layer))
  }

  /// Sums the terms of a target layer, stores the result, and continues from it.
  private mutating func recordTarget(_ layer: Int, _ shape: FeatureShape) {
    let total = sum(terms[layer] ?? GradientTerms(), shaped: shape)
    results[layer] = total
    terms[layer] = GradientTerms(whole: [total])
  }

  private mutating func visit(_ layer: Layer) {
    if targets.contains(layer.index) { recordTarget(layer.index, forwardShapes[layer.index]) }
    guard let arrived = terms.removeValue(forKey: layer.index), !arrived.isEmpty else { return }
    let isBiased = includesBiases && layer.hasSpatialBias && !isVector[layer.index]
    guard isBiased || layer.inputs.contains(where: reached.contains) else { return }
    if !isBiased, case .convolution(let convolution) = layer.operation, convolution.isDepthwise,
      arrived.isOneProduct
    {
      propagateDepthwise(arrived, layer)
      return
    }
    let before = beforeActivation(layer, arrived)
    if isBiased { biasResults[layer.index] = before }
    propagate(before, through: layer)
  }
}

extension BackwardPlanner {
  private mutating func beforeActivation(_ layer: Layer, _ arrived: GradientTerms) -> Int {
    if arrived.isBeforeActivation { return arrived.whole[0] }
    return sum(arrived, shaped: forwardShapes[layer.index], derivative(layer.index))
  }

  /// Returns the source of a layer's activation derivative; nil for the identity.
  ///
  /// SiLU's derivative cannot be computed from its output, so the forward pass stores it.
  mutating func derivative(_ layer: Int) -> Derivative? {
    guard layer != Layer.image else { return nil }
    let activation = network.layers[layer].operation.activation
    guard activation != .identity else { return nil }
    if activation == .silu || skipsOutput(layer) {
      recorded.insert(layer)
      return .kept(layer: layer)
    }
    kept.insert(layer)
    return .output(layer: layer, activation)
  }

  /// True if the forward pass can fuse the layer into its only reader and not write its output.
  ///
  /// That is an expansion read by a depthwise convolution, or squeeze-excite's first layer.
  private func skipsOutput(_ layer: Int) -> Bool {
    guard !targets.contains(layer), !kept.contains(layer),
      case .convolution(let convolution) = network.layers[layer].operation
    else { return false }
    let readers = network.layers.filter { $0.inputs.contains(layer) }
    guard readers.count == 1, case .convolution(let next) = readers[0].operation else {
      return false
    }
    return isVector[layer]
      ? isVector[readers[0].index] : convolution.isPointwise && next.isDepthwise
  }

  /// Returns the sum of `terms` times an activation's derivative; emits steps only if needed.
  mutating func sum(
    _ terms: GradientTerms, shaped shape: FeatureShape, _ derivative: Derivative? = nil
  ) -> Int {
    var whole = terms.whole
    if terms.gated.isEmpty && terms.spread.isEmpty && whole.count == 1 && derivative == nil {
      return whole[0]
    }
    for extra in terms.gated.dropFirst() {
      whole.append(
        emit(.elementwise, .gradient(extra.gradient), shaped: shape) {
          $0.gate = extra.gate
        })
    }
    for extra in terms.spread.dropFirst() {
      whole.append(
        emit(.elementwise, nil, shaped: shape) {
          $0.shift = .gradient(extra.gradient)
          $0.shiftScale = extra.scale
        })
    }
    // The elementwise kernel takes one gated or whole term plus one whole term.
    while whole.count > (terms.gated.isEmpty ? 2 : 1) {
      let second = whole.removeLast()
      let first = whole.removeLast()
      whole.append(
        emit(.elementwise, .gradient(first), shaped: shape) {
          $0.addend = .gradient(second)
        })
    }
    let gated = terms.gated.first
    let input = gated?.gradient ?? (whole.isEmpty ? nil : whole.removeFirst())
    return emit(.elementwise, input.map { .gradient($0) }, shaped: shape) {
      $0.gate = gated?.gate
      $0.shift = terms.spread.first.map { .gradient($0.gradient) }
      $0.shiftScale = terms.spread.first?.scale ?? 1
      $0.addend = whole.first.map { .gradient($0) }
      $0.outputDerivative = derivative
    }
  }
}

extension Layer {
  /// True for batch norm layers and for convolutions with a bias or a batch norm.
  var hasSpatialBias: Bool {
    switch operation {
    case .convolution(let convolution): convolution.hasBias || convolution.normalization != nil
    case .normalization: true
    default: false
    }
  }
}

extension Operator {
  var activation: Activation {
    switch self {
    case .convolution(let convolution): convolution.activation
    case .normalization(_, _, let activation), .activation(let activation), .add(let activation):
      activation
    case .fullyConnected, .globalAveragePool, .globalPool, .vector, .maxPool, .averagePool, .scale,
      .concatenate, .slice, .channelShuffle, .crop:
      .identity
    }
  }
}
