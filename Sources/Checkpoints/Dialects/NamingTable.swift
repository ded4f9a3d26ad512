/// A scheme's module names by canonical name; modules that are not listed keep their name.
struct NamingTable: Sendable {
  /// Modules outside of blocks.
  var outer: [String: String] = [:]
  /// Modules of a block with expansion.
  var expanded: [String: String] = [:]
  /// Modules of a block without expansion (first stage), where timm's `conv_pw` is the projection.
  var unexpanded: [String: String] = [:]
  /// Modules of a fused block (EfficientNetV2), whose expansion and depthwise filter are one
  /// convolution.
  var fused: [String: String] = [:]
  /// True if the head convolution's index follows the number of stages: `features.7`.
  var hasCountedHead = false

  /// The name of a module outside of blocks; `stages` is the number of stages with blocks.
  func outside(_ module: String, stages: Int) -> String {
    switch module {
    case "conv_head" where hasCountedHead: "features.\(stages + 1).0"
    case "bn2" where hasCountedHead: "features.\(stages + 1).1"
    default: outer[module] ?? module
    }
  }

  /// The name of a module inside `block`.
  func inside(_ module: String, of block: BlockPlace) -> String {
    let names =
      block.stage == 0 ? unexpanded : block.stage < 3 && !fused.isEmpty ? fused : expanded
    return names[module] ?? module
  }
}

extension NamingScheme {
  /// The scheme's table.
  var table: NamingTable {
    switch self {
    case .timm, .shared: NamingTable()
    case .torchvision: .torchvision
    case .torchvisionV2: .torchvisionV2
    case .torchvisionMobileNet: .torchvisionMobileNet
    case .torchvisionMnasNet: .torchvisionMnasNet
    case .lukemelas: .lukemelas
    case .transformers: .transformers
    case .mmpretrain: .mmpretrain
    case .keras: .keras
    case .kerasV2: .kerasV2
    case .kerasVariables: .kerasVariables
    }
  }
}

extension NamingTable {
  static let torchvision = NamingTable(
    outer: [
      "conv_stem": "features.0.0", "bn1": "features.0.1", "conv_head": "features.8.0",
      "bn2": "features.8.1", "classifier": "classifier.1",
    ],
    expanded: [
      "conv_pw": "0.0", "bn1": "0.1", "conv_dw": "1.0", "bn2": "1.1",
      "se.conv_reduce": "2.fc1", "se.conv_expand": "2.fc2", "conv_pwl": "3.0", "bn3": "3.1",
    ],
    unexpanded: [
      "conv_dw": "0.0", "bn1": "0.1", "se.conv_reduce": "1.fc1", "se.conv_expand": "1.fc2",
      "conv_pw": "2.0", "bn2": "2.1",
    ])

  static let torchvisionV2: NamingTable = {
    var table = torchvision
    table.unexpanded = ["conv": "0.0", "bn1": "0.1"]
    table.fused = ["conv_exp": "0.0", "bn1": "0.1", "conv_pwl": "1.0", "bn2": "1.1"]
    table.hasCountedHead = true
    return table
  }()

  static let torchvisionMobileNet = NamingTable(
    outer: [
      "conv_stem": "features.0.0", "bn1": "features.0.1", "conv_head": "features.18.0",
      "bn2": "features.18.1", "classifier": "classifier.1",
    ],
    expanded: [
      "conv_pw": "0.0", "bn1": "0.1", "conv_dw": "1.0", "bn2": "1.1", "conv_pwl": "2",
      "bn3": "3",
    ],
    unexpanded: ["conv_dw": "0.0", "bn1": "0.1", "conv_pw": "1", "bn2": "2"])

  static let torchvisionMnasNet = NamingTable(
    outer: [
      "conv_stem": "layers.0", "bn1": "layers.1", "conv_head": "layers.14", "bn2": "layers.15",
      "classifier": "classifier.1",
    ],
    expanded: [
      "conv_pw": "0", "bn1": "1", "conv_dw": "3", "bn2": "4", "conv_pwl": "6", "bn3": "7",
    ],
    unexpanded: ["conv_dw": "3", "bn1": "4", "conv_pw": "6", "bn2": "7"])

  static let lukemelas = NamingTable(
    outer: [
      "conv_stem": "_conv_stem", "bn1": "_bn0", "conv_head": "_conv_head", "bn2": "_bn1",
      "classifier": "_fc",
    ],
    expanded: [
      "conv_pw": "_expand_conv", "bn1": "_bn0", "conv_dw": "_depthwise_conv", "bn2": "_bn1",
      "se.conv_reduce": "_se_reduce", "se.conv_expand": "_se_expand",
      "conv_pwl": "_project_conv", "bn3": "_bn2",
    ],
    unexpanded: [
      "conv_dw": "_depthwise_conv", "bn1": "_bn1", "se.conv_reduce": "_se_reduce",
      "se.conv_expand": "_se_expand", "conv_pw": "_project_conv", "bn2": "_bn2",
    ])

  static let transformers = NamingTable(
    outer: [
      "conv_stem": "efficientnet.embeddings.convolution",
      "bn1": "efficientnet.embeddings.batchnorm", "conv_head": "efficientnet.encoder.top_conv",
      "bn2": "efficientnet.encoder.top_bn",
    ],
    expanded: [
      "conv_pw": "expansion.expand_conv", "bn1": "expansion.expand_bn",
      "conv_dw": "depthwise_conv.depthwise_conv", "bn2": "depthwise_conv.depthwise_norm",
      "se.conv_reduce": "squeeze_excite.reduce", "se.conv_expand": "squeeze_excite.expand",
      "conv_pwl": "projection.project_conv", "bn3": "projection.project_bn",
    ],
    unexpanded: [
      "conv_dw": "depthwise_conv.depthwise_conv", "bn1": "depthwise_conv.depthwise_norm",
      "se.conv_reduce": "squeeze_excite.reduce", "se.conv_expand": "squeeze_excite.expand",
      "conv_pw": "projection.project_conv", "bn2": "projection.project_bn",
    ])

  static let mmpretrain = NamingTable(
    outer: [
      "conv_stem": "layers.0.conv", "bn1": "layers.0.bn", "conv_head": "layers.6.conv",
      "bn2": "layers.6.bn", "classifier": "fc",
    ],
    expanded: [
      "conv_pw": "expand_conv.conv", "bn1": "expand_conv.bn", "conv_dw": "depthwise_conv.conv",
      "bn2": "depthwise_conv.bn", "se.conv_reduce": "se.conv1.conv",
      "se.conv_expand": "se.conv2.conv", "conv_pwl": "linear_conv.conv", "bn3": "linear_conv.bn",
    ],
    unexpanded: [
      "conv_dw": "depthwise_conv.conv", "bn1": "depthwise_conv.bn",
      "se.conv_reduce": "se.conv1.conv", "se.conv_expand": "se.conv2.conv",
      "conv_pw": "linear_conv.conv", "bn2": "linear_conv.bn",
    ])

  static let keras = NamingTable(
    outer: [
      "conv_stem": "stem_conv", "bn1": "stem_bn", "conv_head": "top_conv", "bn2": "top_bn",
      "classifier": "predictions",
    ],
    expanded: [
      "conv_pw": "expand_conv", "bn1": "expand_bn", "conv_dw": "dwconv", "bn2": "bn",
      "se.conv_reduce": "se_reduce", "se.conv_expand": "se_expand", "conv_pwl": "project_conv",
      "bn3": "project_bn",
    ],
    unexpanded: [
      "conv_dw": "dwconv", "bn1": "bn", "se.conv_reduce": "se_reduce",
      "se.conv_expand": "se_expand", "conv_pw": "project_conv", "bn2": "project_bn",
    ])

  static let kerasV2: NamingTable = {
    var table = keras
    table.expanded["conv_dw"] = "dwconv2"
    table.unexpanded = ["conv": "project_conv", "bn1": "project_bn"]
    table.fused = [
      "conv_exp": "expand_conv", "bn1": "expand_bn", "conv_pwl": "project_conv",
      "bn2": "project_bn",
    ]
    return table
  }()

  static let kerasVariables = NamingTable(
    outer: ["conv_stem": "conv2d"], expanded: keras.expanded, unexpanded: keras.unexpanded)
}
