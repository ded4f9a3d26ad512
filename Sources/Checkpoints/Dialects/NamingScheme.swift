import Architectures

/// A library's naming of tensors, which is translated to canonical names.
///
/// Canonical names are timm's for mobile networks, and the common ones of torchvision and timm for
/// all others. Names map one to one: a prefix by the block's location, modules by `NamingTable`.
public enum NamingScheme: String, Hashable, Sendable, CaseIterable {
  /// timm: `blocks.1.0.conv_pw.weight`.
  case timm
  /// torchvision: `features.2.0.block.0.0.weight`.
  case torchvision
  /// torchvision's EfficientNetV2 with fused first stages: `features.2.0.block.1.0.weight`.
  case torchvisionV2 = "torchvision EfficientNetV2"
  /// torchvision's MobileNetV2: `features.2.conv.0.0.weight`.
  case torchvisionMobileNet = "torchvision MobileNetV2"
  /// torchvision's MnasNet: `layers.8.0.layers.0.weight`.
  case torchvisionMnasNet = "torchvision MnasNet"
  /// lukemelas' EfficientNet-PyTorch: `_blocks.2._expand_conv.weight`.
  case lukemelas
  /// Hugging Face transformers: `efficientnet.encoder.blocks.2.expansion.expand_conv.weight`.
  case transformers
  /// MMPretrain, whose layers 4 and 5 hold two stages each: `layers.2.0.expand_conv.conv.weight`.
  case mmpretrain = "MMPretrain"
  /// Keras by layer: `block2a_expand_conv/kernel` is read as `block2a_expand_conv.weight`.
  case keras
  /// Keras' EfficientNetV2 by layer, with fused first stages: `block2a_expand_conv.weight`.
  case kerasV2 = "keras EfficientNetV2"
  /// Keras 3's numbered variables: `conv2d_4/vars/0` is read as `conv2d_4.weight`.
  case kerasVariables = "keras variables"
  /// Names that torchvision and timm share, such as ResNet's: `layer1.0.conv1.weight`.
  case shared = "torchvision and timm"

  /// True for the names of Keras.
  var isKeras: Bool { [.keras, .kerasV2, .kerasVariables].contains(self) }

  /// Keras' names of the layers of `variant`.
  init(keras variant: Variant) {
    self = variant.family == .efficientNetV2 ? .kerasV2 : .keras
  }

  /// The names of the first convolution's weight, by which a scheme is recognised.
  package var stemWeights: [String] {
    switch self {
    case .shared:
      [
        "conv1.weight", "conv1.0.weight", "layer0.conv1.weight", "features.0.weight",
        "features.conv0.weight", "Conv2d_1a_3x3.conv.weight", "features.0.conv.weight",
        "conv2d_1a.conv.weight", "conv0.conv.weight", "conv_0.conv.weight",
      ]
    default: ["\(table.outside("conv_stem", stages: 0)).weight"]
    }
  }

  /// The variants that are published with these names, the most likely first.
  package var variants: [Variant] {
    switch self {
    case .timm: Variant.all + Variant.catalogue.filter { Self.mobileFamilies.contains($0.family) }
    case .torchvisionV2, .kerasV2: Variant.catalogue.filter { $0.family == .efficientNetV2 }
    case .torchvisionMobileNet: Variant.catalogue.filter { $0.family == .mobileNetV2 }
    case .torchvisionMnasNet: Variant.catalogue.filter { $0.name == "mnasnet-b1" }
    case .torchvision, .lukemelas, .transformers, .keras: Variant.all
    case .mmpretrain: Variant.all.filter { $0.family == .efficientNet }
    case .kerasVariables:
      Variant.all + Variant.catalogue.filter { $0.family == .efficientNetV2 }
    case .shared: Variant.comparisons.filter { !Self.mobileFamilies.contains($0.family) }
    }
  }

  /// Families other than EfficientNet and Lite whose canonical names are timm's.
  static let mobileFamilies: Set<Variant.Family> = [
    .efficientNetV2, .mobileNetV1, .mobileNetV2, .mnasNet,
  ]

  /// True if a tensor of this name must be a parameter of the network.
  func isNetworkTensor(_ name: String) -> Bool {
    switch self {
    case .timm: name.hasPrefix("blocks.")
    case .torchvision, .torchvisionV2, .torchvisionMobileNet: name.hasPrefix("features.")
    case .torchvisionMnasNet, .mmpretrain: name.hasPrefix("layers.")
    case .lukemelas: name.hasPrefix("_blocks.")
    case .transformers: name.hasPrefix("efficientnet.encoder.blocks.")
    case .keras, .kerasV2: name.hasPrefix("block")
    case .kerasVariables:
      name.hasPrefix("conv2d") || name.hasPrefix("depthwise_conv2d")
        || name.hasPrefix("batch_normalization")
    case .shared:
      // Inception's auxiliary classifier is only for training.
      !(headRoots + ["AuxLogits.", "aux"]).contains { name.hasPrefix($0) }
    }
  }

  /// True if a tensor of this name belongs to layers after the pooling.
  func isHeadTensor(_ name: String) -> Bool {
    switch self {
    case .keras, .kerasV2, .kerasVariables:
      // Keras names have no common prefix for the head: it is every other layer.
      !isNetworkTensor(name)
        && !["stem_", "top_", "normalization", "rescaling"].contains { name.hasPrefix($0) }
    default: headRoots.contains { name.hasPrefix($0) }
    }
  }

  /// True if a tensor of this name belongs to a classifier that only training uses.
  func isAuxiliaryTensor(_ name: String) -> Bool {
    self == .shared && ["AuxLogits.", "aux"].contains { name.hasPrefix($0) }
  }

  /// Possible prefixes of the classifier's names.
  private var headRoots: [String] {
    switch self {
    case .lukemelas: ["_fc.", "fc.", "classifier."]
    case .shared: ["fc.", "classifier.", "last_linear.", "classif.", "head."]
    default: ["classifier.", "fc.", "head."]
    }
  }

  /// Translates the canonical tensor name `canonical` to this scheme.
  package func name(of canonical: String, in blocks: BlockIndices) -> String {
    guard let dot = canonical.lastIndex(of: ".") else { return canonical }
    let kind = String(canonical[canonical.index(after: dot)...])
    let module = String(canonical[..<dot])
    if self == .kerasVariables, let layer = blocks.variableLayers[module] {
      return "\(layer).\(kind)"
    }
    let place = blocks.place(of: module)
    switch place {
    case .outside(let module):
      return "\(table.outside(module, stages: blocks.stageCount)).\(kind)"
    case .block(let block, let module):
      return "\(prefix(block, in: blocks))\(table.inside(module, of: block)).\(kind)"
    }
  }

  private func prefix(_ block: BlockPlace, in blocks: BlockIndices) -> String {
    switch self {
    case .mmpretrain:
      // Stages 3 and 4, and 5 and 6, are one layer.
      let first = block.stage < 3 ? block.stage : block.stage < 5 ? 3 : 5
      let layer = first < 5 ? first + 1 : 5
      return "layers.\(layer).\(block.flat - blocks.start(of: first))."
    default: return prefix(block)
    }
  }

  private func prefix(_ block: BlockPlace) -> String {
    switch self {
    case .timm, .shared, .mmpretrain: "blocks.\(block.stage).\(block.number)."
    case .torchvision, .torchvisionV2: "features.\(block.stage + 1).\(block.number).block."
    case .torchvisionMobileNet: "features.\(block.flat + 1).conv."
    case .torchvisionMnasNet:
      block.stage == 0 ? "layers." : "layers.\(block.stage + 7).\(block.number).layers."
    case .lukemelas: "_blocks.\(block.flat)."
    case .transformers: "efficientnet.encoder.blocks.\(block.flat)."
    case .keras, .kerasV2, .kerasVariables: "block\(block.stage + 1)\(Self.letter(block.number))_"
    }
  }

  /// Keras' letter for a block in its stage: a, b, c, ….
  private static func letter(_ number: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "a") + UInt8(clamping: number % 26)))
  }
}
