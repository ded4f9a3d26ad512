extension Variant {
  /// Every EfficientNet, then every EfficientNet-Lite, smallest first.
  package static let all: [Variant] = efficientNets + efficientNetLites

  package static let comparisons: [Variant] =
    mobileNets + shuffleNets + squeezeNets + resNets + denseNets + inceptions + [xception]
    + nasNets + amoebaNets

  package static let catalogue: [Variant] = all + efficientNetV2s + comparisons

  /// The variant called `name`; ignores case, punctuation and a leading `efficientnet`.
  package static func named(_ name: String) -> Variant? {
    let wanted = key(name)
    return catalogue.first { variant in
      let own = key(variant.name)
      return wanted == own || wanted == key(variant.title)
        || wanted == "efficientnet" + own
    }
  }

  /// The same key for `ResNet-50`, `resnet_50` and `resnet50`.
  private static func key(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
