/// Converts Keras' tensors to PyTorch's axis order and their names to `LAYER.KIND`.
///
/// Keras names variables by layer (`…/stem_conv/kernel:0`) or, in Keras 3, by number
/// (`…/conv2d/vars/0`), possibly inside of an outer model's groups. If an outer model has a layer
/// of the same name, the network's layer gets it. Only strides change; no elements are copied.
struct KerasLayout {
  /// The tensors in PyTorch's axis order; those that are no layer's variables keep their names.
  let group: TensorGroup
  /// The file's name of each converted tensor.
  let originals: [String: String]
  /// The file's names of optimiser state and random generators.
  let trainingState: [String]

  /// Returns nil for a group without Keras' stem convolution.
  init?(_ group: TensorGroup) {
    let parts = group.tensors.compactMap(KerasVariable.init)
    let stem = parts.first { $0.layer == "stem_conv" } ?? parts.first { $0.layer == "conv2d" }
    guard let stem, stem.kind == "weight" || stem.kind == "bias" else { return nil }
    var names: Set<String> = []
    var tensors: [StoredTensor] = []
    var originals: [String: String] = [:]
    for part in parts.filter({ $0.parent == stem.parent })
      + parts.filter({ $0.parent != stem.parent })
    {
      let name = "\(part.layer).\(part.kind)"
      guard !part.isTrainingState else { continue }
      let isNew = names.insert(name).inserted
      // A layer of an outer model with the same name keeps the path of its groups.
      let own = isNew ? name : "\(part.parent)/\(name)"
      guard let tensor = part.transposed(named: own) else { continue }
      tensors.append(tensor)
      originals[own] = part.tensor.name
    }
    let state = Set(parts.filter(\.isTrainingState).map(\.tensor.name))
    let parsed = Set(parts.map(\.tensor.name))
    let others = group.tensors.filter { !parsed.contains($0.name) }
    tensors += others.filter { !$0.isKerasTrainingState }
    self.originals = originals
    trainingState = state.sorted() + others.filter(\.isKerasTrainingState).map(\.name)
    self.group = TensorGroup(path: group.path, tensors: tensors)
  }
}

extension StoredTensor {
  /// True for variables that only training reads.
  fileprivate var isKerasTrainingState: Bool {
    name.split(separator: "/").contains { part in
      ["optimizer", "seed_generator", "metric", "loss_tracker"].contains { part.contains($0) }
    }
  }
}

/// A Keras variable with its parsed name.
private struct KerasVariable {
  let tensor: StoredTensor
  /// Path of the groups that contain the layer.
  let parent: String
  let layer: String
  /// PyTorch's name of the kind: `weight`, `running_mean`.
  let kind: String

  init?(_ tensor: StoredTensor) {
    var parts = tensor.name.split(separator: "/").map(String.init)
    guard parts.count >= 2, let last = parts.popLast() else { return nil }
    let variable = last.hasSuffix(":0") ? String(last.dropLast(2)) : last
    if parts.last == "vars", parts.count >= 2 {
      parts.removeLast()
      guard let number = Int(variable), let layer = parts.popLast(),
        let kind = Self.kind(number, of: layer)
      else { return nil }
      (self.layer, self.kind) = (layer, kind)
    } else {
      guard let layer = parts.popLast() else { return nil }
      // Keras nests a layer's variables in two groups of the same name.
      if parts.last == layer { parts.removeLast() }
      (self.layer, self.kind) = (layer, Self.kinds[variable] ?? variable)
    }
    self.tensor = tensor
    parent = parts.joined(separator: "/")
  }

  private static let kinds = [
    "kernel": "weight", "depthwise_kernel": "weight", "gamma": "weight", "beta": "bias",
    "moving_mean": "running_mean", "moving_variance": "running_var",
  ]

  /// The kind of a numbered variable, by its layer's class.
  private static func kind(_ number: Int, of layer: String) -> String? {
    let kinds =
      if layer.hasPrefix("batch_normalization") || layer.hasSuffix("bn") {
        ["weight", "bias", "running_mean", "running_var"]
      } else if layer.hasPrefix("normalization") {
        ["mean", "variance", "count"]
      } else {
        ["weight", "bias"]
      }
    return kinds.indices.contains(number) ? kinds[number] : nil
  }

  var isTrainingState: Bool {
    parent.hasPrefix("optimizer") || layer.hasPrefix("optimizer")
      || layer.hasPrefix("seed_generator")
  }

  private var isDepthwise: Bool {
    layer.hasSuffix("dwconv") || layer.hasSuffix("dwconv2")
      || layer.hasPrefix("depthwise_conv2d")
  }

  /// The tensor in PyTorch's axis order; nil if it can't be permuted.
  ///
  /// Convolution (kH, kW, I, O) to (O, I, kH, kW), depthwise (kH, kW, C, M) to (C, M, kH, kW),
  /// dense (I, O) to (O, I); others unchanged.
  func transposed(named name: String) -> StoredTensor? {
    let axes =
      switch (tensor.shape.count, kind) {
      case (4, "weight"): isDepthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]
      case (2, "weight"): [1, 0]
      default: Array(tensor.shape.indices)
      }
    return try? tensor.permuted(axes, named: name)
  }
}
