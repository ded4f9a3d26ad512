/// The fully connected layer that ends a network.
///
/// torchvision names it `classifier.1`, timm `classifier`; fine-tuned models can have another
/// index. One layer of any index is accepted; several are refused. SqueezeNet's is a 1 × 1
/// convolution.
struct ClassifierHead: Sendable {
  let classes: Int
  /// Shape (classes, inputs) or (classes, inputs, 1, 1).
  let weight: StoredTensor
  /// Shape (classes).
  let bias: StoredTensor

  /// Finds the classifier among `all` tensors; throws `hiddenLayer` or `unknownHead`.
  init(_ all: [String: StoredTensor], scheme: NamingScheme) throws(CheckpointError) {
    let names = scheme.headNames(all.keys).sorted(by: Self.isBefore)
    let weights = names.filter {
      $0.hasSuffix("weight") && Self.isMatrix(all[$0]?.shape ?? [], scheme)
    }
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

  /// Takes the only fully connected layer of a graph; throws `hiddenLayer` if there are several.
  init(_ layers: [LayerSequence.Connected]) throws(CheckpointError) {
    guard let layer = layers.first else { throw .unknownHead([]) }
    guard layers.count == 1 else {
      throw .hiddenLayer(
        name: layer.name, shape: layer.weight.shape, last: layers[layers.count - 1].name)
    }
    try self.init(weight: layer.weight, bias: layer.bias)
  }

  /// A missing bias is replaced by zeros.
  private init(weight: StoredTensor, bias: StoredTensor?) throws(CheckpointError) {
    classes = weight.shape[0]
    guard classes > 0, weight.shape[1] > 0 else { throw .unknownHead([weight.name]) }
    self.weight = weight
    let zeros = try StoredTensor(
      name: "classifier.bias", values: [Float](repeating: 0, count: classes))
    self.bias = bias ?? zeros
  }

  /// The bias for a parameter that ends in `.bias`, else the weight.
  func tensor(for parameter: String) -> StoredTensor {
    parameter.hasSuffix(".bias") ? bias : weight
  }

  private static func isMatrix(_ shape: [Int], _ scheme: NamingScheme) -> Bool {
    shape.count == 2 || scheme == .shared && shape.count == 4 && shape[2...] == [1, 1]
  }

  /// Compares numeric parts as numbers: `classifier.4` before `classifier.10`.
  private static func isBefore(_ one: String, _ other: String) -> Bool {
    for (part, otherPart) in zip(one.split(separator: "."), other.split(separator: "."))
    where part != otherPart {
      if let number = Int(part), let otherNumber = Int(otherPart) { return number < otherNumber }
      return part < otherPart
    }
    return one.utf8.count < other.utf8.count
  }
}
