/// The only fully connected layer of a computation graph.
struct ClassifierHead: Sendable {
  let classes: Int
  /// Shape (classes, inputs).
  let weight: StoredTensor
  /// Shape (classes).
  let bias: StoredTensor

  /// Takes the only fully connected layer of a graph; throws `hiddenLayer` if there are several.
  init(_ layers: [LayerSequence.Connected]) throws(CheckpointError) {
    guard let layer = layers.first else { throw .unknownHead([]) }
    guard layers.count == 1 else {
      throw .hiddenLayer(
        name: layer.name, shape: layer.weight.shape, last: layers[layers.count - 1].name)
    }
    classes = layer.weight.shape[0]
    guard classes > 0, layer.weight.shape[1] > 0 else { throw .unknownHead([layer.weight.name]) }
    weight = layer.weight
    let zeros = try StoredTensor(
      name: "classifier.bias", values: [Float](repeating: 0, count: classes))
    bias = layer.bias ?? zeros
  }
}
