import Architectures
import Checkpoints
import Support
import Tensors

/// A frozen network with a new classifier as a safetensors file.
package struct TransferredCheckpoint {
  private let base: LoadedCheckpoint
  private let learnt: TransferLearning

  package init(_ base: LoadedCheckpoint, _ learnt: TransferLearning) {
    self.base = base
    self.learnt = learnt
  }

  /// The file: canonical tensor names, with dialect, variant and classes in the metadata.
  package var bytes: [UInt8] {
    var weights = base.weights
    let classifier = learnt.classifier
    if case .fullyConnected(let connected)? = base.network.layers.last?.operation {
      weights[connected.name + ".weight"] = Tensor(
        shape: [classifier.classes, classifier.width], classifier.weights)
      weights[connected.name + ".bias"] = Tensor(
        shape: [classifier.classes], classifier.biases)
    }
    return SafetensorsWriter.bytes(of: weights, metadata: metadata)
  }

  private var metadata: [String: String] {
    base.savedMetadata(labels: learnt.classes).merging([
      "effscope.base": base.name,
      "effscope.outputs": "softmax",
      "effscope.validation": NumberText.fixed(learnt.confusion.accuracy, 4),
    ]) { $1 }
  }
}
