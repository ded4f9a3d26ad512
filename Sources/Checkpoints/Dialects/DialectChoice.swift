import Architectures

/// A dialect and how it was decided, which is shown wherever the dialect is.
public struct DialectChoice: Hashable, Sendable {
  /// The dialect.
  public let dialect: Dialect
  /// What decided.
  public let reason: Reason

  /// What decided about a dialect.
  public enum Reason: String, Hashable, Sendable {
    /// The user named it.
    case asked = "as asked"
    /// Their publisher is known.
    case publisher = "from their publisher"
    /// Only one dialect has these tensor names.
    case names = "from the tensor names"
    /// The file says where it comes from.
    case metadata = "from the file's metadata"
    /// The configuration beside the file says so.
    case configuration = "from the config.json beside it"
    /// The file's name says where it comes from.
    case fileName = "from the file's name"
    /// The graph's convolutions pad as only one dialect does.
    case padding = "from the graph's padding"
    /// Only one dialect publishes this variant.
    case variant = "from the variant"
    /// Nothing told the dialects apart; this is the more usual one.
    case assumption = "assumed; --dialect chooses another"
  }

  init(_ dialect: Dialect, _ reason: Reason) {
    self.dialect = dialect
    self.reason = reason
  }

  /// Decides for `match`; `clues` are what stands in and around its file.
  init(_ match: NetworkMatch, _ clues: DialectClues) {
    let isLite = match.variant.family == .efficientNetLite
    if match.graph?.isLite == true {
      self.init(.lite, .variant)
      return
    }
    switch match.scheme {
    case .torchvision, .torchvisionV2, .torchvisionMobileNet, .torchvisionMnasNet:
      self.init(.torchvision, .names)
    case .lukemelas: self.init(isLite ? .lite : .lukemelas, .names)
    case .transformers: self.init(.huggingface, .names)
    case .keras, .kerasVariables: self.init(.keras, .names)
    case .shared: self = Self.shared(match.variant, clues)
    case .timm:
      let decided = clues.stated ?? clues.configured
      if let decided {
        self = decided
      } else if let padding = match.graph?.padding {
        self.init(padding == .symmetric ? .timm : .timmTF, .padding)
      } else if let named = clues.named {
        self = named
      } else if Self.portsOnly(match.variant) {
        self.init(.timmTF, .variant)
      } else if !match.variant.isOfThePaper {
        self.init(.timm, .names)
      } else {
        self.init(.timm, .assumption)
      }
    }
  }

  /// Whether timm publishes `variant` only as a port of TensorFlow's weights.
  private static func portsOnly(_ variant: Variant) -> Bool {
    variant.family == .efficientNetLite || variant.family == .efficientNetV2
      || ["b6", "b7", "b8", "l2"].contains(variant.name)
  }

  /// Networks that torchvision and timm build alike: only their preprocessing differs.
  private static func shared(_ variant: Variant, _ clues: DialectClues) -> DialectChoice {
    if let decided = clues.stated ?? clues.configured ?? clues.named { return decided }
    switch variant.family {
    case .shuffleNetV2, .squeezeNet: return DialectChoice(.torchvision, .variant)
    case .seNet, .xception, .nasNet, .pnasNet, .amoebaNet: return DialectChoice(.timm, .variant)
    default:
      let isOfTimm = ["inception-v4", "inception-resnet-v2"].contains(variant.name)
      return isOfTimm
        ? DialectChoice(.timm, .variant) : DialectChoice(.torchvision, .assumption)
    }
  }
}

/// What tells timm's dialects apart, in order of trust: the file's metadata, the configuration beside it,
/// its name.
struct DialectClues {
  let fileName: String
  let metadata: [String: String]
  /// The architecture that a configuration beside the file names.
  var architecture: String?
  /// Whether that is a configuration as timm writes them.
  var isOfTimm = false

  /// timm's training script writes the model's name into its checkpoints, this program the dialect.
  var stated: DialectChoice? {
    if let stated = metadata[SavedKey.dialect.rawValue].flatMap(Dialect.init(rawValue:)) {
      return DialectChoice(stated, .metadata)
    }
    return statedArchitecture.flatMap(Self.dialect).map { DialectChoice($0, .metadata) }
  }

  private var statedArchitecture: String? {
    let keys = [
      "arch", "architecture", "args.model", "hyper_parameters.model_name", "hparams.model_name",
      "hyper_parameters.model", "model_name", "args.arch",
    ]
    let stated = keys.compactMap { metadata[$0] }
    return stated.first { $0.lowercased().contains("efficientnet") } ?? stated.first
  }

  var configured: DialectChoice? {
    guard let architecture else { return nil }
    if let dialect = Self.dialect(of: architecture) {
      return DialectChoice(dialect, .configuration)
    }
    return isOfTimm ? DialectChoice(.timm, .configuration) : nil
  }

  var named: DialectChoice? {
    let published = Publication.all.first { $0.isCalled(fileName.lowercased()) }?.dialect
    return (published ?? Self.dialect(of: fileName)).map { DialectChoice($0, .fileName) }
  }

  /// Every name that the weights go by.
  var names: [String] {
    [statedArchitecture, architecture, fileName].compactMap { $0?.lowercased() }
  }

  private static func dialect(of name: String) -> Dialect? {
    let name = name.lowercased()
    if name.contains("tf_efficientnet") || name.contains("tf-efficientnet") { return .timmTF }
    return name.contains("efficientnet_") ? .timm : nil
  }
}
