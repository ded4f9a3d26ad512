import Architectures

/// A tensor that a backward step reads: a gradient, or a tensor kept by the forward pass.
enum BackwardOperand: Hashable, Sendable {
  /// A gradient, by its number in the plan.
  case gradient(Int)
  /// A tensor kept by the forward pass.
  case forward(Value)
  /// The folded per-channel scale of a batch norm layer.
  case scale(Int)
}

/// The source of an activation function's derivative.
enum Derivative: Hashable, Sendable {
  /// The forward pass stored the derivative.
  case kept(layer: Int)
  /// It is computed from the layer's output (after the activation).
  case output(layer: Int, Activation)

  var operand: BackwardOperand {
    switch self {
    case .kept(let layer): .forward(.slope(layer))
    case .output(let layer, _): .forward(.layer(layer))
    }
  }
}

/// One entry of a backward plan: a kernel, its operands, and the gradient that it writes.
struct BackwardStep: Sendable {
  /// The kernel; unlabelled `Int` values, `expand` and `depthwise` are layer indices.
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
    case headPool(GlobalPooling)
    case vector(Int, VectorFunction)
    case copyChannels(from: Int, to: Int, count: Int)
    case shuffle(groups: Int)
    case crop(top: Int, left: Int)
  }

  var kind: Kind
  /// The incoming gradient; nil if only `shift` contributes.
  var input: BackwardOperand?
  /// Factor of `input` for each channel.
  var gate: BackwardOperand?
  /// A value for each channel, added to every position after scaling by `shiftScale`.
  var shift: BackwardOperand?
  var shiftScale: Float = 1
  /// Added element by element: the tensor's gradient from another reader.
  var addend: BackwardOperand?
  /// The forward tensor that a max pool or gate gradient needs.
  var reference: BackwardOperand?
  /// Multiplies the incoming gradient of a depthwise step: that layer's own activation.
  var inputDerivative: Derivative?
  /// Multiplies the result: the activation that produced the tensor whose gradient is written.
  var outputDerivative: Derivative?
  var output: Int

  var reads: [BackwardOperand] {
    [
      input, gate, shift, addend, reference, inputDerivative?.operand, outputDerivative?.operand,
    ].compactMap { $0 }
  }
}

/// The steps that carry the gradient of a score from the logits to the target layers.
struct BackwardPlan: Sendable {
  /// Steps in execution order; the caller fills gradient 0 (the logits') before they run.
  let steps: [BackwardStep]
  let shapes: [FeatureShape]
  let results: [Int: Int]
  /// Number of the pre-activation gradient of each spatial layer with a bias; empty unless planned.
  let biasResults: [Int: Int]
  let arena: Arena<Int>
  let kept: Set<Int>
  let recorded: Set<Int>

  /// Plans the backward pass of `network` to `targets`, and to all biases if `includesBiases`.
  ///
  /// With `fuses`, a large expanded tensor's gradient is not written to memory.
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
    let sizes = shapes.enumerated().map { ($0, $1.count) }
    arena = Arena(sizes: Dictionary(uniqueKeysWithValues: sizes), lives: lives)
  }

  /// Lifetimes from first write to last read; the gradients in `kept` live to the end.
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
