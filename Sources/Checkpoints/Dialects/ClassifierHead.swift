import Tensors

/// The fully connected layer that ends a network, wherever a fine-tuning put it.
///
/// torchvision has `classifier.1`, timm `classifier`; whoever replaces it may name it otherwise. One layer is
/// read whatever its index; more than one is another network.
struct ClassifierHead: Sendable {
  let classes: Int
  /// Its tensors by canonical names.
  let tensors: [String: StoredTensor]

  init(_ all: [String: StoredTensor], roots: [String]) throws(CheckpointError) {
    let root = roots.first { root in all.keys.contains { $0.hasPrefix(root) } }
    guard let root else { throw .unknownHead([]) }
    let names = all.keys.filter { $0.hasPrefix(root) }.sorted()
    let weights = names.filter { $0.hasSuffix("weight") && all[$0]?.shape.count == 2 }
    guard weights.count == 1, let weight = all[weights[0]], names.count <= 2 else {
      throw .unknownHead(names)
    }
    let biasName = weights[0].dropLast("weight".count) + "bias"
    classes = weight.shape[0]
    guard classes > 0 else { throw .unknownHead(names) }
    var tensors = ["classifier.weight": weight]
    if let bias = all[String(biasName)] {
      tensors["classifier.bias"] = bias
    } else if names.count == 1 {
      // A layer without bias is one whose bias is zero.
      let zeros = [UInt8](repeating: 0, count: classes * 4)
      tensors["classifier.bias"] = try StoredTensor(
        name: String(biasName), shape: [classes], type: .float32,
        bytes: .view(FileBytes(zeros), 0..<zeros.count))
    } else {
      throw .unknownHead(names)
    }
    self.tensors = tensors
  }
}
