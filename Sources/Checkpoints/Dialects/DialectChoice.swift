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
    /// The file's name says where it comes from.
    case fileName = "from the file's name"
    /// Only one dialect publishes this variant.
    case variant = "from the variant"
    /// Nothing told the dialects apart; this is the more usual one.
    case assumption = "assumed; --dialect chooses another"
  }

  init(_ dialect: Dialect, _ reason: Reason) {
    self.dialect = dialect
    self.reason = reason
  }

  /// Decides for a network with `scheme`'s names.
  init(
    scheme: NamingScheme, variant: Variant, fileName: String, metadata: [String: String]
  ) {
    let isLite = variant.family == .efficientNetLite
    switch scheme {
    case .torchvision: self.init(.torchvision, .names)
    case .lukemelas: self.init(isLite ? .lite : .lukemelas, .names)
    case .transformers: self.init(.huggingface, .names)
    case .timm:
      if let stated = metadata["effscope.dialect"].flatMap(Dialect.init(rawValue:)) {
        self.init(stated, .metadata)
      } else if let choice = Self.timm(metadata: metadata) ?? Self.timm(fileName: fileName) {
        self = choice
      } else if isLite || ["b6", "b7", "b8", "l2"].contains(variant.name) {
        // timm publishes these only as ports of TensorFlow's weights.
        self.init(.timmTF, .variant)
      } else {
        self.init(.timm, .assumption)
      }
    }
  }

  /// timm's training script writes the model's name into its checkpoints.
  private static func timm(metadata: [String: String]) -> DialectChoice? {
    let keys = ["arch", "architecture", "args.model", "hparams.model_name", "model_name"]
    for name in keys.compactMap({ metadata[$0] }) {
      if let dialect = timmDialect(of: name) { return DialectChoice(dialect, .metadata) }
    }
    return nil
  }

  private static func timm(fileName: String) -> DialectChoice? {
    timmDialect(of: fileName).map { DialectChoice($0, .fileName) }
  }

  private static func timmDialect(of name: String) -> Dialect? {
    let name = name.lowercased()
    if name.contains("tf_efficientnet") || name.contains("tf-efficientnet") { return .timmTF }
    return name.contains("efficientnet_") ? .timm : nil
  }
}
