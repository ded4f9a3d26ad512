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
    case mobileNetV1 = "MobileNetV1"
    case mobileNetV2 = "MobileNetV2"
    case mnasNet = "MnasNet"
    case shuffleNetV2 = "ShuffleNetV2"
    case squeezeNet = "SqueezeNet"
    case resNet = "ResNet"
    /// ResNeXt: ResNet with grouped convolutions.
    case resNeXt = "ResNeXt"
    /// SENet: ResNeXt with squeeze-excite.
    case seNet = "SENet"
    case denseNet = "DenseNet"
    case inception = "Inception"
    case xception = "Xception"
    case nasNet = "NASNet"
    case pnasNet = "PNASNet"
    case amoebaNet = "AmoebaNet"
  }

  /// The name on the command line: `b0`, `lite0`, `resnet-50`.
  package let name: String
  /// The published name: `EfficientNet-B0`, `ResNet-50`.
  package let title: String
  package let family: Family
  package let design: Design
  package var scaling = SizeMultipliers.none
  /// Height and width of its default input, in pixels.
  package let resolution: Int
  /// Dropout rate before the classifier in training; not used at inference.
  package var dropout = 0.2

  package init(
    name: String, title: String, family: Family, design: Design,
    scaling: SizeMultipliers = .none, resolution: Int, dropout: Double = 0.2
  ) {
    (self.name, self.title, self.family, self.design) = (name, title, family, design)
    (self.scaling, self.resolution, self.dropout) = (scaling, resolution, dropout)
  }
}
