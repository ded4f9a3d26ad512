import Architectures

/// Makes a head's operators and tensors from its modules in order.
struct HeadAssembly {
  let features: NetworkFeatures
  let reading: CheckpointReading
  /// The modules in execution order, by the Sequential that holds them.
  var segments: [HeadSegment] = []
  var found = FoundHead()
  private var pooling = GlobalPooling.average
  private var operators: [HeadOperator] = []
  /// True until the first matrix if the file's pooling has the maxima before the means.
  private var exchangesHalves = false
  /// Number of named operators so far.
  private var count = 0

  /// Epsilon of `BatchNorm1d` and `LayerNorm` in PyTorch unless their author changes it.
  private static let torchEpsilon = 1e-5
  /// Epsilon of `BatchNormalization` and `LayerNormalization` in Keras.
  private static let kerasEpsilon = 1e-3
  /// Epsilon of `torch.nn.functional.normalize`.
  private static let unitEpsilon = 1e-12
  /// Epsilon of GeM in its authors' code and in timm.
  private static let meanEpsilon = 1e-6

  init(features: NetworkFeatures, reading: CheckpointReading) {
    self.features = features
    self.reading = reading
  }

  /// Decides the pooling before `first`, the first segment of the chain.
  mutating func pool(
    _ units: [HeadUnit], stated: GlobalPooling?, width: Int, reads first: HeadSegment
  ) throws(CheckpointError) {
    let powers = units.compactMap { unit -> (HeadUnit, Double)? in
      if case .power(let value) = unit.kind { (unit, value) } else { nil }
    }
    if powers.count == 1, let (unit, power) = powers.first {
      pooling = .generalizedMean(power: power, epsilon: Self.meanEpsilon)
      found.uses += unit.places.map { ($0.key, "pooling.p") }
    } else if let stated {
      pooling = stated
    } else if first.inputs == 2 * width, features.scheme == .timm,
      first.units.allSatisfy(\.isOwn)
    {
      pooling = .averageThenMaximum
    } else if first.isFastai(features: width) {
      pooling = .averageThenMaximum
      exchangesHalves = true
    }
    guard first.inputs == pooling.outputs(width) else {
      throw .unknownConcatenation(name: first.name, inputs: first.inputs ?? 0, features: width)
    }
  }

  /// Adds all modules, and at the end the number among `units` that divides the logits.
  mutating func assemble(_ units: [HeadUnit]) throws(CheckpointError) {
    let steps = segments.flatMap { segment in segment.units.map { (unit: $0, segment: segment) } }
    let last = steps.lastIndex { $0.unit.outputs != nil }
    var between: [(gap: HeadGap, position: Int)] = []
    var matrix: HeadUnit?
    for (index, step) in steps.enumerated() {
      if index > 0, matrix != nil {
        let before = steps[index - 1]
        let gap: HeadGap =
          before.segment.name == step.segment.name
          ? HeadGap(from: before.unit.module, to: step.unit.module, in: step.segment.name)
          : .unknown
        between.append((gap, operators.count))
      }
      if step.unit.outputs != nil {
        if let matrix { try activate(between, from: matrix, to: step.unit) }
        matrix = step.unit
        between = []
      }
      try add(step.unit, isLast: index == last)
    }
    for unit in units {
      guard case .temperature(let value) = unit.kind else { continue }
      operators.append(.vector(.scale(1 / value)))
      found.uses += unit.places.map { ($0.key, "temperature") }
      found.warnings.append(.assumed("'\(unit.module)' divides the logits"))
    }
    let head = Head(pooling: pooling, operators: operators)
    let isUsual = pooling == .average && operators.count == 1
    found.head = isUsual ? nil : head
    found.classes = head.outputs ?? 0
  }

  /// Inserts the function between two matrices at the gap that has room for it.
  private mutating func activate(
    _ between: [(gap: HeadGap, position: Int)], from one: HeadUnit, to other: HeadUnit
  ) throws(CheckpointError) {
    let room = between.first { $0.gap == .room }
    let place = room?.position ?? operators.count
    switch reading.headActivation {
    case .function(let function)?:
      operators.insert(.vector(.activation(function)), at: place)
    case HiddenActivation.none?: break
    case nil:
      if room != nil {
        operators.insert(.vector(.activation(.relu)), at: place)
        found.warnings.append(.assumedActivation(.relu, from: one.module, to: other.module))
      } else if one.isOwn, !other.isOwn, one.outputs == 1000 {
        found.warnings.append(.assumedActivation(nil, from: one.module, to: other.module))
      } else if !(one.isOwn && between.allSatisfy { $0.gap == .closed }) {
        throw .unknownActivation(from: one.module, to: other.module)
      }
    }
  }

  private mutating func add(_ unit: HeadUnit, isLast: Bool) throws(CheckpointError) {
    if !isLast { count += 1 }
    let name = isLast ? features.network.classifierName : "head.\(count)"
    let epsilon = features.scheme.isKeras ? Self.kerasEpsilon : Self.torchEpsilon
    for (key, kind) in unit.places { found.uses.append((key, "\(name).\(kind)")) }
    for (kind, tensor) in unit.tensors {
      let isWide = exchangesHalves && (kind != "bias" || unit.outputs == nil)
      found.tensors["\(name).\(kind)"] = isWide ? try tensor.exchangingHalves() : tensor
    }
    if unit.outputs != nil { exchangesHalves = false }
    switch unit.kind {
    case .connected(let inputs, let outputs):
      operators.append(
        .fullyConnected(FullyConnected(name: name, inputs: inputs, outputs: outputs)))
      try fill("\(name).bias", 0, outputs)
    case .cosine(let inputs, let outputs, let factor):
      operators += [
        .vector(.unitLength(epsilon: Self.unitEpsilon)),
        .fullyConnected(FullyConnected(name: name, inputs: inputs, outputs: outputs)),
        .vector(.scale(factor)),
      ]
      found.tensors["\(name).weight"] = try unit.tensors["weight"]?.withUnitRows(
        epsilon: Float(Self.unitEpsilon))
      try fill("\(name).bias", 0, outputs)
      found.warnings.append(
        .assumed("'\(unit.module)' compares directions (cosine) and multiplies by \(factor)"))
    case .batchNormalization(let width):
      operators.append(.batchNormalization(BatchNormalization(name: name, epsilon: epsilon)))
      try fill("\(name).weight", 1, width)
      try fill("\(name).bias", 0, width)
    case .layerNormalization:
      operators.append(
        .vector(.layerNormalization(LayerNormalization(name: name, epsilon: epsilon))))
      found.warnings.append(.assumed("'\(unit.module)' is a layer norm with epsilon \(epsilon)"))
    case .power, .temperature: break
    }
  }

  /// Adds a missing tensor that has no effect.
  private mutating func fill(
    _ name: String, _ value: Float, _ width: Int
  ) throws(CheckpointError) {
    guard found.tensors[name] == nil else { return }
    found.tensors[name] = try StoredTensor(
      name: name, values: [Float](repeating: value, count: width))
  }
}

extension StoredTensor {
  /// A matrix (rows, columns) whose rows are divided by max(‖row‖₂, epsilon).
  fileprivate func withUnitRows(epsilon: Float) throws(CheckpointError) -> StoredTensor {
    var elements = try tensor().elements
    let columns = shape[1]
    for row in 0..<shape[0] {
      let range = row * columns..<(row + 1) * columns
      let squares = elements[range].reduce(0.0) { $0 + Double($1) * Double($1) }
      let length = max(Float(squares.squareRoot()), epsilon)
      for index in range { elements[index] /= length }
    }
    let bytes = elements.withUnsafeBytes { FileBytes([UInt8]($0)) }
    return try StoredTensor(
      name: name, shape: shape, type: .float32, bytes: .view(bytes, 0..<bytes.count))
  }
}
