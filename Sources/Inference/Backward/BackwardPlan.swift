import Architectures

/// What a backward step reads: a gradient, or something that the forward pass left behind.
enum BackwardOperand: Hashable, Sendable {
  /// A gradient by its number in the plan.
  case gradient(Int)
  /// A tensor of the forward pass, kept for this.
  case forward(Value)
  /// A layer's folded scale by channel (a batch norm on its own).
  case scale(Int)
}

/// Where the derivative of an activation is told from.
enum Derivative: Hashable, Sendable {
  /// The forward pass kept it.
  case kept(layer: Int)
  /// The activated value of a layer tells it.
  case output(layer: Int, Activation)

  /// The tensor of the forward pass.
  var operand: BackwardOperand {
    switch self {
    case .kept(let layer): .forward(.slope(layer))
    case .output(let layer, _): .forward(.layer(layer))
    }
  }
}

/// One entry of a backward plan: a kernel, what it reads, and the gradient it writes.
struct BackwardStep: Sendable {
  /// What runs; associated values are layer indices.
  enum Kind: Hashable, Sendable {
    case elementwise
    case fullyConnected(Int)
    case convolution(Int)
    case depthwise(Int)
    case expandDepthwise(expand: Int, depthwise: Int)
    case gate
    case dilate(Window)
    case maxPool(Int)
    case averagePool(Int)
    case copyChannels(from: Int, to: Int, count: Int)
    case shuffle(groups: Int)
    case crop(top: Int, left: Int)
  }

  var kind: Kind
  /// The gradient that arrives; nil where only `shift` does.
  var input: BackwardOperand?
  /// Multiplies `input` by channel.
  var gate: BackwardOperand?
  /// Added to every position, times `shiftScale`.
  var shift: BackwardOperand?
  var shiftScale: Float = 1
  /// Added element by element: what reaches the same tensor on another way.
  var addend: BackwardOperand?
  /// The forward input of a maximum or a gate.
  var reference: BackwardOperand?
  /// Multiplies the arriving sum: the activation of the layer that a depthwise step goes back through.
  var arriving: Derivative?
  /// Multiplies the result: the activation of the tensor whose gradient it is.
  var derivative: Derivative?
  var output: Int

  var reads: [BackwardOperand] {
    [input, gate, shift, addend, reference, arriving?.operand, derivative?.operand]
      .compactMap { $0 }
  }
}

/// How the gradient of a score flows from the logits to the layers that somebody asked about.
struct BackwardPlan: Sendable {
  /// In execution order; the first reads gradient 0, which the caller fills.
  let steps: [BackwardStep]
  /// The shape of each gradient.
  let shapes: [FeatureShape]
  /// The gradient at each layer that was asked about.
  let results: [Int: Int]
  /// The gradient before the activation of each convolution, by layer, where that was asked.
  let biasResults: [Int: Int]
  /// Where the gradients lie.
  let arena: Arena<Int>
  /// Layers whose output the forward pass must leave in memory.
  let kept: Set<Int>
  /// Layers whose activation's derivative it must leave in memory.
  let recorded: Set<Int>

  /// Plans the way back through `network` to `targets`, and through all biases if `includesBiases`;
  /// with `fuses`, large tensors between neighbours are not written.
  init(
    network: Network, height: Int, width: Int, targets: Set<Int>, includesBiases: Bool,
    fuses: Bool = false
  ) {
    var planner = BackwardPlanner(
      network: network, height: height, width: width, targets: targets,
      includesBiases: includesBiases, fuses: fuses)
    planner.plan()
    steps = planner.steps
    shapes = planner.shapes
    results = planner.results
    biasResults = planner.biasResults
    kept = planner.kept
    recorded = planner.recorded
    let lives = Self.lives(of: planner.steps, kept: Set(results.values).union(biasResults.values))
    var sizes: [Int: Int] = [:]
    for (index, shape) in planner.shapes.enumerated() { sizes[index] = shape.count }
    arena = Arena(sizes: sizes, lives: lives)
  }

  /// From the first write to the last read; to the end for what was asked.
  private static func lives(of steps: [BackwardStep], kept: Set<Int>) -> [Int: Arena<Int>.Life] {
    var lives = [0: Arena<Int>.Life(first: 0, last: 0)]
    for (index, step) in steps.enumerated() {
      if lives[step.output] == nil { lives[step.output] = Arena.Life(first: index, last: index) }
      lives[step.output]?.last = index
      for case .gradient(let gradient) in step.reads { lives[gradient]?.last = index }
    }
    for gradient in kept { lives[gradient]?.last = steps.count }
    return lives
  }
}
