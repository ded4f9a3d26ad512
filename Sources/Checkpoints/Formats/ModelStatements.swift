import Architectures
import Support

/// What a `config.json` says of the network beyond its name.
struct ModelStatements {
  /// The pooling's name: timm's `global_pool`, Hugging Face's `pooling_type`.
  private(set) var pooling: String?
  /// What the outputs mean, by Hugging Face's `problem_type`.
  private(set) var outputs: OutputActivation?
  /// Hugging Face's `depthwise_padding`.
  private(set) var padding: PaddingRule?
  /// Hugging Face's `batch_norm_eps`.
  private(set) var epsilon: Double?
  /// The activation in the blocks.
  private(set) var activation: String?

  init() {}

  init(_ json: JSON, isTransformers: Bool) {
    let arguments = json["model_args"]
    activation =
      arguments?["act_layer"]?.string ?? (isTransformers ? json["hidden_act"]?.string : nil)
    pooling =
      isTransformers
      ? json["pooling_type"]?.string
      : arguments?["global_pool"]?.string ?? json["global_pool"]?.string
    switch json["problem_type"]?.string {
    case "multi_label_classification": outputs = .sigmoid
    case "single_label_classification": outputs = .softmax
    case "regression": outputs = .linear
    default: break
    }
    guard isTransformers else { return }
    if let blocks = json["depthwise_padding"]?.array {
      padding = .uneven(symmetricBlocks: blocks.compactMap(\.integer))
    }
    epsilon = json["batch_norm_eps"]?.number.flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
  }

  /// Throws `otherActivation` if the blocks of `variant` have another activation.
  func check(_ variant: Variant) throws(CheckpointError) {
    guard let activation = activation?.lowercased(), case .mobile(let design) = variant.design
    else { return }
    let names: Set<String> =
      switch design.activation {
      case .silu: ["silu", "swish"]
      case .relu6: ["relu6"]
      case .relu: ["relu"]
      default: [design.activation.rawValue]
      }
    guard names.contains(activation) else {
      throw .otherActivation(activation, variant: variant.name)
    }
  }
}
