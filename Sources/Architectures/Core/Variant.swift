/// A named network: its family, design table, scaling, resolution and dropout.
public struct Variant: Hashable, Sendable {
  /// A family of networks that share a shape rule.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// EfficientNet: SiLU, squeeze-excite, scaled stem and head.
    case efficientNet = "EfficientNet"
    /// EfficientNet-Lite: ReLU6, no squeeze-excite, stem, head and outer stages unscaled.
    case efficientNetLite = "EfficientNet-Lite"
    /// EfficientNetV2: Fused-MBConv in the early stages, squeeze-excite in the late ones.
    case efficientNetV2 = "EfficientNetV2"
    /// MobileNetV1.
    case mobileNetV1 = "MobileNetV1"
    /// MobileNetV2.
    case mobileNetV2 = "MobileNetV2"
    /// MnasNet.
    case mnasNet = "MnasNet"
    /// ShuffleNetV2.
    case shuffleNetV2 = "ShuffleNetV2"
    /// SqueezeNet.
    case squeezeNet = "SqueezeNet"
    /// ResNet.
    case resNet = "ResNet"
    /// ResNeXt: ResNet with grouped convolutions.
    case resNeXt = "ResNeXt"
    /// SENet: ResNeXt with squeeze-excite.
    case seNet = "SENet"
    /// DenseNet.
    case denseNet = "DenseNet"
    /// Inception-v3, Inception-v4, Inception-ResNet-v2.
    case inception = "Inception"
    /// Xception.
    case xception = "Xception"
    /// NASNet-A.
    case nasNet = "NASNet"
    /// PNASNet-5.
    case pnasNet = "PNASNet"
    /// AmoebaNet.
    case amoebaNet = "AmoebaNet"
  }

  /// The name on the command line: `b0`, `lite0`, `resnet-50`.
  public let name: String
  /// The published name: `EfficientNet-B0`, `ResNet-50`.
  public let title: String
  /// Its family.
  public let family: Family
  /// The table that its network is built from.
  public let design: Design
  /// Multipliers of channels and repeats.
  public let scaling: SizeMultipliers
  /// Height and width of its default input, in pixels.
  public let resolution: Int
  /// Dropout rate before the classifier in training; not used at inference.
  public let dropout: Double

  /// A variant from its properties.
  public init(
    name: String, title: String, family: Family, design: Design, scaling: SizeMultipliers = .none,
    resolution: Int, dropout: Double = 0.2
  ) {
    self.name = name
    self.title = title
    self.family = family
    self.design = design
    self.scaling = scaling
    self.resolution = resolution
    self.dropout = dropout
  }

  /// An EfficientNet or EfficientNet-Lite with the given scaling.
  public init(
    name: String, family: Family, scaling: SizeMultipliers, resolution: Int, dropout: Double = 0.2
  ) {
    let isLite = family == .efficientNetLite
    self.init(
      name: name,
      title: isLite
        ? "EfficientNet-Lite" + name.dropFirst(4) : "EfficientNet-" + name.uppercased(),
      family: family, design: .mobile(isLite ? .efficientNetLite : .efficientNet),
      scaling: scaling, resolution: resolution, dropout: dropout)
  }
}
