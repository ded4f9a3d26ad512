import Architectures

/// Collects a graph's tensors under their canonical names.
struct GraphTensors {
  private(set) var tensors: [String: StoredTensor] = [:]
  var facts: GraphFacts

  init(isLite: Bool) { facts = GraphFacts(isLite: isLite) }

  /// Adds a convolution's tensors; throws if one does not fit.
  mutating func add(
    _ found: GraphConvolution, as needed: Convolution, _ normalization: GraphNormalization?
  ) throws(CheckpointError) {
    let channels = [needed.outputChannels]
    tensors[needed.name + ".weight"] = found.weight
    if needed.hasBias {
      tensors[needed.name + ".bias"] =
        try found.bias.or(0, needed.outputChannels, needed.name + ".bias")
    }
    if let bias = found.bias { try check(bias, channels) }
    guard let needs = needed.normalization else { return }
    guard let normalization, let tensors = normalization.tensors else {
      facts.folded.append(
        FoldedNormalization(name: needs.name, channels: needed.outputChannels, bias: found.bias))
      return
    }
    if let bias = found.bias, !needed.hasBias {
      guard try bias.tensor().elements.allSatisfy({ $0 == 0 }) else {
        throw .otherOperator(
          found: "the bias '\(bias.name)' before a batch norm", expected: "no such operator")
      }
    }
    guard isSameEpsilon(normalization.epsilon) else {
      throw .otherOperator(
        found: "batch norm '\(normalization.name)' with epsilon \(normalization.epsilon)",
        expected: "the epsilon of the other batch norms")
    }
    facts.epsilon = normalization.epsilon
    for (kind, tensor) in tensors.byKind {
      try check(tensor, channels)
      self.tensors["\(needs.name).\(kind)"] = tensor
    }
  }

  private func isSameEpsilon(_ epsilon: Double) -> Bool {
    facts.epsilon.map { abs($0 - epsilon) < 1e-9 } ?? true
  }

  private func check(_ tensor: StoredTensor, _ shape: [Int]) throws(CheckpointError) {
    guard tensor.shape == shape else {
      throw .unknownVariant(
        scheme: .timm, TensorMismatch(name: tensor.name, expected: shape, found: tensor.shape))
    }
  }

  /// Adds the head's tensors and returns it with canonical names.
  mutating func add(
    _ found: GraphHead, of network: Network
  ) throws(CheckpointError) -> Head {
    guard var head = found.head,
      case .fullyConnected(let classifier)? = network.layers.last?.operation
    else { throw .unknownHead([]) }
    var modules = found.modules[...]
    var number = 0
    let last = head.operators.lastIndex { if case .fullyConnected = $0 { true } else { false } }
    var width = head.pooling.outputs(classifier.inputs)
    for index in head.operators.indices where head.operators[index].module != nil {
      guard let module = modules.popFirst() else { break }
      if index != last { number += 1 }
      let name = index == last ? classifier.name : "head.\(number)"
      head.operators[index].module = name
      try add(module, as: name, width: &width)
    }
    return head
  }

  /// Adds the tensors of a module on a vector of `width` elements.
  private mutating func add(
    _ module: GraphOperation, as name: String, width: inout Int
  ) throws(CheckpointError) {
    switch module {
    case .connected(let layer):
      tensors[name + ".weight"] = layer.weight
      tensors[name + ".bias"] = try layer.bias.or(0, layer.outputs, name + ".bias")
      if let bias = layer.bias {
        try check(bias, [layer.outputs])
      }
      guard layer.inputs == width else {
        throw .otherOperator(
          found: "'\(layer.name)' for \(layer.inputs) numbers",
          expected: "a vector of \(width)")
      }
      width = layer.outputs
    case .normalization(let layer):
      for (kind, tensor) in layer.tensors?.byKind ?? [] {
        try check(tensor, [width])
        tensors["\(name).\(kind)"] = tensor
      }
    case .layerNormalization(let layer, _):
      let weight = try layer.weight.or(1, width, name + ".weight")
      let bias = try layer.bias.or(0, width, name + ".bias")
      for (kind, tensor) in [("weight", weight), ("bias", bias)] {
        try check(tensor, [width])
        tensors["\(name).\(kind)"] = tensor
      }
    default: break
    }
  }
}

extension StoredTensor? {
  /// The tensor, or `count` times `value` where there is none.
  fileprivate func or(
    _ value: Float, _ count: Int, _ name: String
  ) throws(CheckpointError) -> StoredTensor {
    if let self { return self }
    return try StoredTensor(name: name, values: [Float](repeating: value, count: count))
  }
}

extension GraphNormalization.Tensors {
  /// The tensors by the last parts of their canonical names.
  var byKind: [(String, StoredTensor)] {
    [("weight", weight), ("bias", bias), ("running_mean", mean), ("running_var", variance)]
  }
}
