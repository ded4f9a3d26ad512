import Architectures

extension FoundHead {
  /// The head that a file's description lists, with its tensors among `rest`.
  ///
  /// Throws `unknownHead` with the modules that are missing or have other shapes.
  init(
    _ stated: StatedHead, of features: NetworkFeatures, in rest: [HeadUnit.Rest]
  ) throws(CheckpointError) {
    var head = stated.head
    // Each operator looks through the tensors that are left.
    guard head.operators.count <= 256 else {
      throw .unsupported("head", feature: "\(head.operators.count) operators")
    }
    guard features.network.endsWithPoolingAndClassifier, head.fits(features.network) else {
      throw .unknownHead(head.operators.compactMap(\.module))
    }
    var count = 0
    let last = head.operators.lastIndex {
      if case .fullyConnected = $0 { true } else { false }
    }
    for index in head.operators.indices {
      guard let module = head.operators[index].module else { continue }
      if index != last { count += 1 }
      let name = index == last ? features.network.classifierName : "head.\(count)"
      for entry in rest where entry.key.parts(of: module, entry.tensor) {
        let kind = entry.tensor.name.lastPart
        tensors["\(name).\(kind)"] = entry.tensor
        uses.append((entry.key, "\(name).\(kind)"))
      }
      head.operators[index].module = name
    }
    var options = NetworkOptions()
    options.head = head
    let names = Set(features.network.parameters.map(\.name))
      .subtracting([features.network.classifierName + ".weight"])
      .subtracting([features.network.classifierName + ".bias"])
    for parameter in features.variant.network(options).parameters
    where !names.contains(parameter.name) {
      if tensors[parameter.name] == nil, let value = parameter.role.neutral {
        tensors[parameter.name] = try StoredTensor(
          name: parameter.name, values: [Float](repeating: value, count: parameter.count))
      }
      guard tensors[parameter.name]?.shape == parameter.shape else {
        throw .unknownHead([parameter.name])
      }
    }
    classes = head.outputs ?? 0
    let isUsual = head.pooling == .average && head.operators.count == 1
    self.head = isUsual ? nil : head
  }
}

extension Head {
  /// True if the widths of its fully connected layers lead from the network's features to logits.
  fileprivate func fits(_ network: Network) -> Bool {
    guard case .fullyConnected(let classifier)? = network.layers.last?.operation else {
      return false
    }
    var width = pooling.outputs(classifier.inputs)
    for case .fullyConnected(let connected) in operators {
      guard connected.inputs == width else { return false }
      width = connected.outputs
    }
    return outputs != nil
  }
}

extension TensorAccount.Key {
  /// True if this is a tensor of `module`; Keras' tensors have converted names.
  fileprivate func parts(of module: String, _ tensor: StoredTensor) -> Bool {
    [full, name, tensor.name].contains { $0 == "\(module).\(tensor.name.lastPart)" }
  }
}

extension HeadOperator {
  /// The name prefix of its tensors; nil if it has none.
  var module: String? {
    get {
      switch self {
      case .fullyConnected(let connected): connected.name
      case .batchNormalization(let normalization): normalization.name
      case .vector(.layerNormalization(let normalization)): normalization.name
      case .vector: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .fullyConnected(var connected):
        connected.name = newValue
        self = .fullyConnected(connected)
      case .batchNormalization(var normalization):
        normalization.name = newValue
        self = .batchNormalization(normalization)
      case .vector(.layerNormalization(var normalization)):
        normalization.name = newValue
        self = .vector(.layerNormalization(normalization))
      case .vector: break
      }
    }
  }
}

extension Parameter.Role {
  /// The value of a missing tensor that has no effect; nil if it can't be missing.
  fileprivate var neutral: Float? {
    switch self {
    case .bias, .normalizationBias: 0
    case .normalizationWeight: 1
    case .weight, .runningMean, .runningVariance: nil
    }
  }
}
