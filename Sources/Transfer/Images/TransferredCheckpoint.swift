import Architectures
import Checkpoints
import Support
import Tensors

extension TransferLearning {
  /// `base` with the new classifier as a safetensors file: canonical tensor names, with dialect,
  /// variant and classes in the metadata.
  ///
  /// The classifier is divided by the temperature already, so that every reader gives calibrated
  /// probabilities; the metadata only tells it.
  package func checkpoint(on base: LoadedCheckpoint) -> [UInt8] {
    var weights = base.weights
    if case .fullyConnected(let connected)? = base.network.layers.last?.operation {
      weights[connected.name + ".weight"] = Tensor(
        shape: [classifier.classes, classifier.width], classifier.weights)
      weights[connected.name + ".bias"] = Tensor(
        shape: [classifier.classes], classifier.biases)
    }
    let metadata = base.savedMetadata(labels: classes).merging([
      "effscope.base": base.name,
      "effscope.outputs": "softmax",
      "effscope.validation": NumberText.fixed(confusion.accuracy, 4),
      "effscope.temperature": temperature.map { "\($0.value)" } ?? "1",
    ]) { $1 }
    return SafetensorsWriter.bytes(of: weights, metadata: metadata)
  }
}
