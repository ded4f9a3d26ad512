import Architectures

extension FoundHead {
  /// SqueezeNet's classifier among `rest`: a 1 × 1 convolution before the pooling.
  init(
    convolutionOf features: NetworkFeatures, in rest: [HeadUnit.Rest]
  ) throws(CheckpointError) {
    let name = features.network.classifierName
    let own = rest.filter(\.isOwn)
    let weights = own.filter { $0.tensor.shape.count == 4 && $0.tensor.shape[2...] == [1, 1] }
    guard let weight = weights.first, weights.count == 1, let outputs = weight.tensor.shape.first,
      let expected = features.network.parameters.first(where: { $0.name == name + ".weight" }),
      weight.tensor.shape[1] == expected.shape[1], outputs > 0
    else { throw .unknownHead(own.map(\.key.full).sorted()) }
    let module = weight.name.dropLast(".weight".count)
    classes = outputs
    tensors = [name + ".weight": weight.tensor]
    uses = [(weight.key, name + ".weight")]
    if let bias = own.first(where: { $0.name == module + ".bias" }),
      bias.tensor.shape == [outputs]
    {
      tensors[name + ".bias"] = bias.tensor
      uses.append((bias.key, name + ".bias"))
    } else {
      tensors[name + ".bias"] = try StoredTensor(
        name: name + ".bias", values: [Float](repeating: 0, count: outputs))
    }
  }
}
