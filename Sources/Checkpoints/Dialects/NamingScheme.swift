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
  /// tf.keras.applications, by layer: `block2a_expand_conv/kernel`, here `block2a_expand_conv.weight`.
  case keras
  /// Keras 3's numbered variables: `conv2d_4/vars/0`, here `conv2d_4.weight`.
  case kerasVariables = "keras variables"

  /// The name of the first convolution's weight, which tells the schemes apart.
  var stemWeight: String { name(of: .outside("conv_stem"), "weight") }

  /// Whether a tensor of this name must be one of the network's: a block's, wherever it stands.
  func isOfBlocks(_ name: String) -> Bool {
    switch self {
    case .timm: name.hasPrefix("blocks.")
    case .torchvision: name.hasPrefix("features.")
    case .lukemelas: name.hasPrefix("_blocks.")
    case .transformers: name.hasPrefix("efficientnet.encoder.blocks.")
    case .keras: name.hasPrefix("block")
    case .kerasVariables:
      name.hasPrefix("conv2d") || name.hasPrefix("depthwise_conv2d")
        || name.hasPrefix("batch_normalization")
    }
  }

  /// The names among `all` that belong to whatever stands behind the pooling.
  func headNames(_ all: Dictionary<String, StoredTensor>.Keys) -> [String] {
    switch self {
    case .timm, .torchvision, .lukemelas, .transformers:
      let root = headRoots.first { root in all.contains { $0.hasPrefix(root) } }
      return all.filter { root.map($0.hasPrefix) ?? false }
    case .keras, .kerasVariables:
      // Keras has no modules: whatever is not the network's own is its head.
      let outer = ["stem_", "top_", "normalization", "rescaling", "seed_generator", "optimizer"]
      return all.filter { name in !isOfBlocks(name) && !outer.contains { name.hasPrefix($0) } }
    }
  }

  /// What the classifier's names begin with; people replace it under the same name.
  private var headRoots: [String] {
    self == .lukemelas ? ["_fc.", "fc.", "classifier."] : ["classifier.", "fc.", "head."]
  }

  /// The name in this scheme of the tensor that timm calls `canonical`, in a network with `blocks`.
  package func name(of canonical: String, in blocks: BlockIndices) -> String {
    guard let dot = canonical.lastIndex(of: ".") else { return canonical }
    let kind = String(canonical[canonical.index(after: dot)...])
    let module = String(canonical[..<dot])
    if self == .kerasVariables, let layer = blocks.variableLayers[module] {
      return "\(layer).\(kind)"
    }
    return name(of: blocks.place(of: module), kind)
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
    case .keras, .kerasVariables: "block\(stage + 1)\(Self.letter(number))_"
    }
  }

  /// Keras counts a stage's blocks a, b, c, ….
  private static func letter(_ number: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "a") + UInt8(clamping: number % 26)))
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
    case .keras:
      [
        "conv_stem": "stem_conv", "bn1": "stem_bn", "conv_head": "top_conv", "bn2": "top_bn",
        "classifier": "predictions",
      ]
    case .kerasVariables: ["conv_stem": "conv2d"]
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
    case .keras, .kerasVariables:
      [
        "conv_pw": "expand_conv", "bn1": "expand_bn", "conv_dw": "dwconv", "bn2": "bn",
        "se.conv_reduce": "se_reduce", "se.conv_expand": "se_expand", "conv_pwl": "project_conv",
        "bn3": "project_bn",
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
    case .keras, .kerasVariables:
      [
        "conv_dw": "dwconv", "bn1": "bn", "se.conv_reduce": "se_reduce",
        "se.conv_expand": "se_expand", "conv_pw": "project_conv", "bn2": "project_bn",
      ]
    }
  }
}
