import Architectures

/// Whose spelling of tensor names a file uses; each is translated to timm's, the canonical one.
///
/// Names map one to one; only the block prefix depends on where a block stands, and only the block's inside
/// on whether it expands its channels.
public enum NamingScheme: String, Hashable, Sendable, CaseIterable {
  /// timm: `blocks.1.0.conv_pw.weight`.
  case timm
  /// torchvision: `features.2.0.block.0.0.weight`.
  case torchvision
  /// lukemelas' EfficientNet-PyTorch: `_blocks.2._expand_conv.weight`.
  case lukemelas
  /// Hugging Face transformers: `efficientnet.encoder.blocks.2.expansion.expand_conv.weight`.
  case transformers

  /// The name of the first convolution's weight, which tells the schemes apart.
  var stemWeight: String { name(of: .outside("conv_stem"), "weight") }

  /// What the names of all blocks begin with.
  var blockRoot: String {
    switch self {
    case .timm: "blocks."
    case .torchvision: "features."
    case .lukemelas: "_blocks."
    case .transformers: "efficientnet.encoder.blocks."
    }
  }

  /// What the classifier's names begin with; people replace it under the same name.
  var headRoots: [String] {
    switch self {
    case .timm, .torchvision, .transformers: ["classifier.", "fc.", "head."]
    case .lukemelas: ["_fc.", "fc.", "classifier."]
    }
  }

  /// The name in this scheme of the tensor that timm calls `canonical`, in a network with `blocks`.
  package func name(of canonical: String, in blocks: BlockIndices) -> String {
    guard let dot = canonical.lastIndex(of: ".") else { return canonical }
    let kind = String(canonical[canonical.index(after: dot)...])
    return name(of: blocks.place(of: String(canonical[..<dot])), kind)
  }

  private func name(of place: CanonicalPlace, _ kind: String) -> String {
    switch place {
    case .outside(let module):
      return "\(outside[module] ?? module).\(kind)"
    case .block(let stage, let number, let flat, let module):
      let inside = stage == 0 ? unexpanded : expanded
      let path = prefix(stage: stage, number: number, flat: flat)
      return "\(path)\(inside[module] ?? module).\(kind)"
    }
  }

  private func prefix(stage: Int, number: Int, flat: Int) -> String {
    switch self {
    case .timm: "blocks.\(stage).\(number)."
    case .torchvision: "features.\(stage + 1).\(number).block."
    case .lukemelas: "_blocks.\(flat)."
    case .transformers: "efficientnet.encoder.blocks.\(flat)."
    }
  }

  /// Modules that are in no block, by their canonical names.
  private var outside: [String: String] {
    switch self {
    case .timm: [:]
    case .torchvision:
      [
        "conv_stem": "features.0.0", "bn1": "features.0.1", "conv_head": "features.8.0",
        "bn2": "features.8.1", "classifier": "classifier.1",
      ]
    case .lukemelas:
      [
        "conv_stem": "_conv_stem", "bn1": "_bn0", "conv_head": "_conv_head", "bn2": "_bn1",
        "classifier": "_fc",
      ]
    case .transformers:
      [
        "conv_stem": "efficientnet.embeddings.convolution",
        "bn1": "efficientnet.embeddings.batchnorm", "conv_head": "efficientnet.encoder.top_conv",
        "bn2": "efficientnet.encoder.top_bn",
      ]
    }
  }

  /// Modules of a block that expands its channels.
  private var expanded: [String: String] {
    switch self {
    case .timm: [:]
    case .torchvision:
      [
        "conv_pw": "0.0", "bn1": "0.1", "conv_dw": "1.0", "bn2": "1.1",
        "se.conv_reduce": "2.fc1", "se.conv_expand": "2.fc2", "conv_pwl": "3.0", "bn3": "3.1",
      ]
    case .lukemelas:
      [
        "conv_pw": "_expand_conv", "bn1": "_bn0", "conv_dw": "_depthwise_conv", "bn2": "_bn1",
        "se.conv_reduce": "_se_reduce", "se.conv_expand": "_se_expand",
        "conv_pwl": "_project_conv", "bn3": "_bn2",
      ]
    case .transformers:
      [
        "conv_pw": "expansion.expand_conv", "bn1": "expansion.expand_bn",
        "conv_dw": "depthwise_conv.depthwise_conv", "bn2": "depthwise_conv.depthwise_norm",
        "se.conv_reduce": "squeeze_excite.reduce", "se.conv_expand": "squeeze_excite.expand",
        "conv_pwl": "projection.project_conv", "bn3": "projection.project_bn",
      ]
    }
  }

  /// Modules of a block of the first stage, which does not expand: timm's `conv_pw` projects there.
  private var unexpanded: [String: String] {
    switch self {
    case .timm: [:]
    case .torchvision:
      [
        "conv_dw": "0.0", "bn1": "0.1", "se.conv_reduce": "1.fc1", "se.conv_expand": "1.fc2",
        "conv_pw": "2.0", "bn2": "2.1",
      ]
    case .lukemelas:
      [
        "conv_dw": "_depthwise_conv", "bn1": "_bn1", "se.conv_reduce": "_se_reduce",
        "se.conv_expand": "_se_expand", "conv_pw": "_project_conv", "bn2": "_bn2",
      ]
    case .transformers:
      [
        "conv_dw": "depthwise_conv.depthwise_conv", "bn1": "depthwise_conv.depthwise_norm",
        "se.conv_reduce": "squeeze_excite.reduce", "se.conv_expand": "squeeze_excite.expand",
        "conv_pw": "projection.project_conv", "bn2": "projection.project_bn",
      ]
    }
  }
}

/// Where a module stands in a network.
enum CanonicalPlace: Hashable, Sendable {
  /// In no block: `conv_stem`.
  case outside(String)
  /// In a block; all numbers count from 0, `flat` over the whole network.
  case block(stage: Int, number: Int, flat: Int, module: String)
}

/// Numbers the blocks of a network over all its stages, as lukemelas and transformers do.
package struct BlockIndices: Sendable {
  /// The flat number of each stage's first block.
  private let starts: [Int]

  package init(_ network: Network) {
    var starts: [Int] = []
    var next = 0
    for stage in network.stages where !stage.blocks.isEmpty {
      starts.append(next)
      next += stage.blocks.count
    }
    self.starts = starts
  }

  /// Splits `blocks.S.J.module`; anything else is outside the blocks.
  func place(of module: String) -> CanonicalPlace {
    let parts = module.split(separator: ".", maxSplits: 3)
    guard parts.count == 4, parts[0] == "blocks", let stage = Int(parts[1]),
      let number = Int(parts[2]), starts.indices.contains(stage)
    else { return .outside(module) }
    return .block(
      stage: stage, number: number, flat: starts[stage] + number, module: String(parts[3]))
  }
}
