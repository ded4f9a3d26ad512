extension Variant {
  /// Every EfficientNet and EfficientNet-Lite, smallest first: the paper's own networks.
  public static let all: [Variant] = efficientNets + efficientNetLites

  /// The networks that the paper and this program compare EfficientNets with.
  public static let comparisons: [Variant] =
    mobileNets + shuffleNets + squeezeNets + resNets + denseNets + inceptions + [xception]
    + nasNets + amoebaNets

  /// Every network that has a name here.
  public static let catalogue: [Variant] = all + efficientNetV2s + comparisons

  /// The variant called `name`, whatever its case and punctuation, with or without `efficientnet` before it.
  public static func named(_ name: String) -> Variant? {
    let wanted = key(name)
    return catalogue.first { variant in
      let own = key(variant.name)
      return wanted == own || wanted == key(variant.title)
        || wanted == "efficientnet" + own
    }
  }

  /// `ResNet-50`, `resnet_50` and `resnet50` are one name.
  private static func key(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
