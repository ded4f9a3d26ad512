import Architectures
import Support

/// A dialect and the reason for its choice, which is displayed with it.
public struct DialectChoice: Hashable, Sendable {
  /// The dialect.
  public let dialect: Dialect
  /// The reason for the choice.
  public let reason: Reason

  /// A reason for the choice of a dialect.
  public enum Reason: String, Hashable, Sendable, CustomStringConvertible {
    /// The user named it.
    case asked = "as asked"
    /// The publisher of the weights is known.
    case publisher = "from their publisher"
    /// Only this dialect has these tensor names.
    case names = "from the tensor names"
    /// The file's metadata name the dialect or the architecture.
    case metadata = "from the file's metadata"
    /// The `config.json` beside the file names the architecture.
    case configuration = "from the config.json beside it"
    /// The file's name is that of known weights.
    case fileName = "from the file's name"
    /// The padding of the graph's convolutions.
    case padding = "from the graph's padding"
    /// The classes of a pickled module's layers.
    case classes = "from the classes of its layers"
    /// Only this dialect publishes the variant.
    case variant = "from the variant"
    /// Nothing distinguishes the dialects; this is the most common one.
    case assumption = "assumed"

    /// The reason as displayed, with the option that makes an assumption unnecessary.
    public var description: String {
      self == .assumption ? "\(rawValue); \(OptionName.dialect) chooses another" : rawValue
    }
  }

  init(_ dialect: Dialect, _ reason: Reason) {
    self.dialect = dialect
    self.reason = reason
  }

  /// Chooses the dialect of `match` by its names, its graph and `clues`.
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
    // MMPretrain pads and crops as TensorFlow: the centre of size ÷ (size + 32), then resized.
    case .mmpretrain: self.init(.timmTF, .names)
    case .transformers: self.init(.huggingface, .names)
    case .keras, .kerasV2, .kerasVariables: self.init(.keras, .names)
    case .shared: self = Self.shared(match.variant, clues)
    case .timm:
      let decided = clues.fromMetadata ?? clues.fromClasses ?? clues.fromConfiguration
      if let decided {
        self = decided
      } else if let padding = match.graph?.padding {
        self.init(padding == .symmetric ? .timm : .timmTF, .padding)
      } else if let named = clues.fromFileName {
        self = named
      } else if Self.isPortedOnly(match.variant) {
        self.init(.timmTF, .variant)
      } else if !match.variant.isPaperVariant {
        self.init(.timm, .names)
      } else {
        self.init(.timm, .assumption)
      }
    }
  }

  /// True if timm publishes `variant` only as a port of TensorFlow's weights.
  private static func isPortedOnly(_ variant: Variant) -> Bool {
    variant.family == .efficientNetLite || variant.family == .efficientNetV2
      || ["b6", "b7", "b8", "l2"].contains(variant.name)
  }

  /// Chooses for networks that torchvision and timm build alike; only preprocessing differs.
  private static func shared(_ variant: Variant, _ clues: DialectClues) -> DialectChoice {
    if let decided = clues.fromMetadata ?? clues.fromConfiguration ?? clues.fromFileName {
      return decided
    }
    switch variant.family {
    case .shuffleNetV2, .squeezeNet: return DialectChoice(.torchvision, .variant)
    case .seNet, .xception, .nasNet, .pnasNet, .amoebaNet: return DialectChoice(.timm, .variant)
    default:
      let isTimm = ["inception-v4", "inception-resnet-v2"].contains(variant.name)
      return isTimm
        ? DialectChoice(.timm, .variant) : DialectChoice(.torchvision, .assumption)
    }
  }
}

/// Evidence that distinguishes dialects with the same tensor names.
///
/// In order of priority: the file's metadata, the configuration beside it, the file's name.
struct DialectClues {
  let fileName: String
  let metadata: [String: String]
  /// The architecture in the configuration beside the file; nil if there is none.
  var architecture: String?
  /// True if that configuration has timm's format.
  var isTimm = false
  /// The classes that the file's pickles name.
  var classes: Set<String> = []

  /// The dialect by the file's metadata.
  ///
  /// This program writes the dialect, timm's training script the architecture.
  var fromMetadata: DialectChoice? {
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
    let nested = metadata.keys.filter { key in
      Self.architectureKeys.contains(key.lastPart)
        || key.lastPart == "name"
          && Self.architectureKeys.contains(String(key.dropLast(".name".count)).lastPart)
    }.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.compactMap { metadata[$0] }
    return (stated + nested).first { $0.lowercased().contains("efficientnet") } ?? stated.first
  }

  /// Keys under which settings name an architecture.
  private static let architectureKeys: Set<String> = [
    "arch", "architecture", "model", "model_name", "model_arch", "backbone", "backbone_name",
    "encoder", "encoder_name", "base_model", "network", "net", "timm_model", "timm_name",
    "model_type", "model_id",
  ]

  /// The dialect by the classes of a pickled timm module's convolutions.
  ///
  /// timm makes `Conv2dSame` for TensorFlow's padding of strided convolutions only.
  var fromClasses: DialectChoice? {
    let isTimm = classes.contains { name in
      name.hasPrefix("timm.models.") && name.hasSuffix("EfficientNet")
        || name.hasPrefix("geffnet.") && name.hasSuffix("GenEfficientNet")
    }
    guard isTimm else { return nil }
    return DialectChoice(
      classes.contains { $0.hasSuffix(".Conv2dSame") } ? .timmTF : .timm, .classes)
  }

  /// The dialect by the configuration beside the file.
  var fromConfiguration: DialectChoice? {
    guard let architecture else { return nil }
    if let dialect = Self.dialect(of: architecture) {
      return DialectChoice(dialect, .configuration)
    }
    return isTimm ? DialectChoice(.timm, .configuration) : nil
  }

  /// The dialect by the file's name.
  var fromFileName: DialectChoice? {
    let published = Publication.all.first { $0.hasName(fileName.lowercased()) }?.dialect
    return (published ?? Self.dialect(of: fileName)).map { DialectChoice($0, .fileName) }
  }

  /// All known names of the weights in lower case: stated and configured architecture, file name.
  var names: [String] {
    [statedArchitecture, architecture, fileName].compactMap { $0?.lowercased() }
  }

  private static func dialect(of name: String) -> Dialect? {
    let name = name.lowercased()
    if name.contains("tf_efficientnet") || name.contains("tf-efficientnet") { return .timmTF }
    return name.contains("efficientnet_") ? .timm : nil
  }
}
