import Architectures
import Checkpoints

extension Network {
  /// The layer's own name for a spelling of PyTorch or Keras; nil if no framework knows it.
  ///
  /// `blocks.5.2`, `features.8`, `_conv_head`, `top_conv` and every other module of torchvision,
  /// timm, lukemelas, Hugging Face and Keras is found by its convolutions: a module that holds all
  /// of a stage's is the stage, one that holds all of a block's the block.
  package func layerName(spelled spelling: String) -> String? {
    if spelling == "top_activation" { return stages.last?.name }
    for scheme in NamingScheme.allCases {
      if let name = layerName(spelled: spelling, in: scheme) { return name }
    }
    return nil
  }

  private func layerName(spelled spelling: String, in scheme: NamingScheme) -> String? {
    let blocks = BlockIndices(self, scheme: scheme)
    func holds(_ module: String) -> Bool {
      var name = scheme.name(of: "\(module).weight", in: blocks)
      name.removeLast(".weight".count)
      return name == spelling || name.hasPrefix(spelling + ".") || name.hasPrefix(spelling + "_")
    }
    let held = Set(
      layers.filter { $0.operation.modules.contains(where: holds) }.map(\.index))
    guard let last = held.max() else { return nil }
    let layer = layers[last]
    let stage = stages[layer.stage - 1]
    if isWhole(stage.layers, held) { return stage.name }
    guard let number = layer.block else { return layer.name }
    let block = stage.blocks[number - 1]
    return isWhole(block.layers, held) ? block.name : layer.name
  }

  /// True if `held` has every convolution in `range`.
  private func isWhole(_ range: Range<Int>, _ held: Set<Int>) -> Bool {
    layers[range].allSatisfy { layer in
      guard case .convolution = layer.operation else { return true }
      return held.contains(layer.index)
    }
  }
}

extension Operator {
  /// The canonical modules of a convolution: its own and its batch norm's.
  fileprivate var modules: [String] {
    guard case .convolution(let convolution) = self else { return [] }
    return [convolution.name] + [convolution.normalization?.name].compactMap { $0 }
  }
}
