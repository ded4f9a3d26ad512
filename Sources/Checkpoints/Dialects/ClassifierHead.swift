/// The fully connected layer that ends a network, wherever a fine-tuning put it.
///
/// torchvision has `classifier.1`, timm `classifier`; whoever replaces it may name it otherwise. One layer is
/// read whatever its index; more than one is another network.
struct ClassifierHead: Sendable {
  let classes: Int
  /// Its tensors by canonical names.
  let tensors: [String: StoredTensor]

  init(_ all: [String: StoredTensor], scheme: NamingScheme) throws(CheckpointError) {
    let names = scheme.headNames(all.keys).sorted(by: Self.isBefore)
    let weights = names.filter { $0.hasSuffix("weight") && all[$0]?.shape.count == 2 }
    if weights.count > 1, let first = all[weights[0]], let last = weights.last {
      throw .hiddenLayer(
        name: String(weights[0].dropLast(".weight".count)), shape: first.shape,
        last: String(last.dropLast(".weight".count)))
    }
    guard let name = weights.first, let weight = all[name], names.count <= 2 else {
      throw .unknownHead(names)
    }
    let bias = all[name.dropLast("weight".count) + "bias"]
    guard bias != nil || names.count == 1 else { throw .unknownHead(names) }
    try self.init(weight: weight, bias: bias)
  }

  /// The only fully connected layer of a graph.
  init(_ layers: [LayerSequence.Connected]) throws(CheckpointError) {
    guard let layer = layers.first else { throw .unknownHead([]) }
    guard layers.count == 1 else {
      throw .hiddenLayer(
        name: layer.name, shape: layer.weight.shape, last: layers[layers.count - 1].name)
    }
    try self.init(weight: layer.weight, bias: layer.bias)
  }

  /// A layer without bias is one whose bias is zero.
  private init(weight: StoredTensor, bias: StoredTensor?) throws(CheckpointError) {
    classes = weight.shape[0]
    guard classes > 0, weight.shape[1] > 0 else { throw .unknownHead([weight.name]) }
    let zeros = try StoredTensor(
      name: "classifier.bias", values: [Float](repeating: 0, count: classes))
    tensors = ["classifier.weight": weight, "classifier.bias": bias ?? zeros]
  }

  /// `classifier.4` stands before `classifier.10`.
  private static func isBefore(_ one: String, _ other: String) -> Bool {
    for (part, otherPart) in zip(one.split(separator: "."), other.split(separator: "."))
    where part != otherPart {
      if let number = Int(part), let otherNumber = Int(otherPart) { return number < otherNumber }
      return part < otherPart
    }
    return one.utf8.count < other.utf8.count
  }
}
