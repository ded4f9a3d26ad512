import Architectures

/// The steps of a network at one resolution and the memory layout of their tensors.
struct Plan: Sendable {
  let steps: [PlannedStep]
  let shapes: [FeatureShape]
  let image: FeatureShape
  let arena: Arena<Value>
  /// For each step, the size of the tensors that are live during it, in floats.
  let liveCounts: [Int]
  private let sizes: [Value: Int]

  /// Throws `inputTooSmall` if a layer would have no output.
  init(
    network: Network, height: Int, width: Int, options: SessionOptions, fuses: Bool,
    narrow: NarrowLayers? = nil
  ) throws(InferenceError) {
    image = FeatureShape(channels: network.inputChannels, height: height, width: width)
    shapes = try network.checkedShapes(height: height, width: width)
    var planner = Planner(
      network: network, kept: options.taps.union(options.resumePoints),
      recorded: options.recorded, fuses: fuses,
      // Narrow kernels cannot store derivatives, so a separate activation step follows them.
      recordsInPlace: narrow == nil)
    let planned = planner.plan()
    steps =
      narrow.map { PlannedStep.narrowed(planned, layers: Set($0.quantization.keys)) } ?? planned
    let kept = options.taps.union(options.resumePoints).map { Value.layer($0) }
    let slopes = options.recorded.map { Value.slope($0) }
    let lives = Self.lives(
      of: steps, kept: Set(kept + slopes + [.layer(network.layers.count - 1)]),
      resumePoints: options.resumePoints)
    var sizes: [Value: Int] = [:]
    for value in lives.keys {
      sizes[value] = Self.count(
        of: value, network: network, shapes: shapes, image: image, narrow: narrow)
    }
    self.sizes = sizes
    arena = Arena(sizes: sizes, lives: lives)
    liveCounts = steps.indices.map { step in
      lives.reduce(0) { sum, entry in
        entry.value.first <= step && step <= entry.value.last ? sum + (sizes[entry.key] ?? 0) : sum
      }
    }
  }

  /// Size of a value in the arena, in floats.
  func count(of value: Value) -> Int { sizes[value] ?? 0 }

  func step(finishing layer: Int) -> Int? { steps.lastIndex { $0.output == .layer(layer) } }

  /// Lifetimes from first write to last read; kept values and those read again live to the end.
  private static func lives(
    of steps: [PlannedStep], kept: Set<Value>, resumePoints: Set<Int>
  ) -> [Value: Arena<Value>.Life] {
    var lives: [Value: Arena<Value>.Life] = [:]
    for (index, step) in steps.enumerated() {
      for value in step.writes where lives[value] == nil {
        lives[value] = Arena<Value>.Life(first: index, last: index)
      }
      for value in step.reads + step.writes { lives[value]?.last = index }
    }
    for value in kept { lives[value]?.last = steps.count }
    for layer in resumePoints {
      guard let resumed = steps.lastIndex(where: { $0.output == .layer(layer) }) else { continue }
      for (value, life) in lives where life.first <= resumed && life.last > resumed {
        lives[value]?.last = steps.count
      }
    }
    return lives
  }

  private static func count(
    of value: Value, network: Network, shapes: [FeatureShape], image: FeatureShape,
    narrow: NarrowLayers?
  ) -> Int {
    switch value {
    case .image: image.count
    case .layer(let layer), .preactivation(let layer), .slope(let layer): shapes[layer].count
    case .sums(let layer): shapes[layer].channels
    case .narrowed(let expand): narrowCount(shapes[network.layers[expand].inputs[0]], narrow)
    case .reduced(let gate): shapes[network.layers[gate].inputs[0]].channels
    }
  }

  /// Size of a tensor's narrow rows, in floats.
  private static func narrowCount(_ shape: FeatureShape, _ narrow: NarrowLayers?) -> Int {
    shape.height * shape.width * (narrow?.words(shape.channels) ?? shape.channels)
  }
}

extension Network {
  /// Output shapes of all layers; throws `inputTooSmall` if a layer would have no output.
  func checkedShapes(height: Int, width: Int) throws(InferenceError) -> [FeatureShape] {
    let shapes = shapes(height: height, width: width)
    if let empty = shapes.firstIndex(where: { $0.height < 1 || $0.width < 1 }) {
      throw .inputTooSmall(height: height, width: width, layer: layers[empty].name)
    }
    return shapes
  }
}
