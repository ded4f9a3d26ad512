import Architectures

/// What reaches a tensor from those who read it, not yet added up.
///
/// Terms stay apart until somebody needs their sum, so that one kernel adds them, applies the
/// activation's derivative, and writes once.
struct GradientTerms {
  /// Gradients of the tensor's own shape.
  var whole: [Int] = []
  /// A gradient times a gate by channel (the squeeze-excite product).
  var gated: [(gradient: Int, gate: BackwardOperand)] = []
  /// A gradient by channel, spread over all positions (a global mean).
  var spread: [(gradient: Int, scale: Float)] = []
  /// Whether the derivative of the activation is already in.
  var isBeforeActivation = false

  var isEmpty: Bool { whole.isEmpty && gated.isEmpty && spread.isEmpty }

  /// Whether it is one gradient, perhaps gated, and perhaps one that is spread.
  var isOneProduct: Bool { whole.count + gated.count == 1 && spread.count <= 1 }
}

/// Walks a network from its logits towards the layers asked about, writing down backward steps.
struct BackwardPlanner {
  let network: Network
  let targets: Set<Int>
  let includesBiases: Bool
  let fuses: Bool
  let forwardShapes: [FeatureShape]
  let image: FeatureShape
  let isVector: [Bool]
  /// Layers whose output depends on a target, or is one.
  let reached: Set<Int>
  /// Layers among those that read each layer.
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

  /// Writes all steps.
  mutating func plan() {
    let last = network.layers.count - 1
    terms[last] = GradientTerms(whole: [gradient(shaped: forwardShapes[last])])
    for layer in network.layers.reversed() where reached.contains(layer.index) { visit(layer) }
    if targets.contains(Layer.image) { finish(Layer.image, image) }
  }

  func shape(_ layer: Int) -> FeatureShape { layer == Layer.image ? image : forwardShapes[layer] }

  /// A new gradient.
  mutating func gradient(shaped shape: FeatureShape) -> Int {
    shapes.append(shape)
    return shapes.count - 1
  }

  /// Adds a step and returns the gradient it writes.
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

  /// The forward tensor of a layer, which the forward pass now has to keep.
  mutating func forward(_ layer: Int) -> BackwardOperand {
    if layer == Layer.image { return .forward(.image) }
    kept.insert(layer)
    return .forward(.layer(layer))
  }

  /// Records the gradient at a target; the rest of the way starts from it.
  private mutating func finish(_ layer: Int, _ shape: FeatureShape) {
    let total = sum(terms[layer] ?? GradientTerms(), shaped: shape)
    results[layer] = total
    terms[layer] = GradientTerms(whole: [total])
  }

  private mutating func visit(_ layer: Layer) {
    if targets.contains(layer.index) { finish(layer.index, forwardShapes[layer.index]) }
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

// Sums of terms, with or without the activation's derivative.
extension BackwardPlanner {
  /// The gradient before a layer's activation.
  private mutating func beforeActivation(_ layer: Layer, _ arrived: GradientTerms) -> Int {
    if arrived.isBeforeActivation { return arrived.whole[0] }
    return sum(arrived, shaped: forwardShapes[layer.index], derivative(layer.index))
  }

  /// Where a layer's derivative comes from; nil for the identity.
  mutating func derivative(_ layer: Int) -> Derivative? {
    guard layer != Layer.image else { return nil }
    let activation = network.layers[layer].operation.activation
    guard activation != .identity else { return nil }
    if activation == .silu || isPassedOver(layer) {
      recorded.insert(layer)
      return .kept(layer: layer)
    }
    kept.insert(layer)
    return .output(layer: layer, activation)
  }

  /// Whether the forward pass need not write the layer's output, its one reader computing it on the
  /// way: an expansion under a depthwise convolution, a squeeze before its gate.
  private func isPassedOver(_ layer: Int) -> Bool {
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

  /// The sum of `terms`, times an activation's derivative.
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
    // One kernel takes a gated or whole term and one more whole term.
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
      $0.derivative = derivative
    }
  }
}

extension Layer {
  /// Whether it is a convolution with a bias of its own or of its batch norm.
  var hasSpatialBias: Bool {
    switch operation {
    case .convolution(let convolution): convolution.hasBias || convolution.normalization != nil
    case .normalization: true
    default: false
    }
  }
}

extension Operator {
  /// The element-wise function that the operator ends in.
  var activation: Activation {
    switch self {
    case .convolution(let convolution): convolution.activation
    case .normalization(_, _, let activation), .activation(let activation), .add(let activation):
      activation
    case .fullyConnected, .globalAveragePool, .maxPool, .averagePool, .scale, .concatenate, .slice,
      .channelShuffle, .crop:
      .identity
    }
  }
}
