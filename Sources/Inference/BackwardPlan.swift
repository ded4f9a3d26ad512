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

/// One entry of a backward plan: a kernel, what it reads, and the gradient it writes.
struct BackwardStep: Sendable {
  /// What runs; associated values are layer indices.
  enum Kind: Hashable, Sendable {
    case elementwise(Activation)
    case fullyConnected(Int)
    case convolution(Int)
    case depthwise(Int, Activation)
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
  /// What the activation's derivative is computed from; the forward input of a maximum or a gate.
  var reference: BackwardOperand?
  var output: Int

  var reads: [BackwardOperand] {
    [input, gate, shift, addend, reference].compactMap { $0 }
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
  /// Layers whose value before the activation it must leave in memory.
  let recorded: Set<Int>

  /// Plans the way back through `network` to `targets`, and through all biases if `includesBiases`.
  init(
    network: Network, height: Int, width: Int, targets: Set<Int>, includesBiases: Bool
  ) {
    var planner = BackwardPlanner(
      network: network, height: height, width: width, targets: targets,
      includesBiases: includesBiases)
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
