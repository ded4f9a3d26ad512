/// One member of a family: a name, its scaling and what else sets it apart.
public struct Variant: Hashable, Sendable {
  /// The shape rule it follows.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// EfficientNet: SiLU, squeeze-excite, scaled stem and head.
    case efficientNet = "EfficientNet"
    /// EfficientNet-Lite: ReLU6, no squeeze-excite, stem, head and outer stages unscaled.
    case efficientNetLite = "EfficientNet-Lite"
  }

  /// The name on the command line: `b0`, `lite0`.
  public let name: String
  /// Its family.
  public let family: Family
  /// Multipliers of channels and repeats.
  public let scaling: Scaling
  /// Side of the square input.
  public let resolution: Int
  /// Dropout before the classifier while training; nothing at inference.
  public let dropout: Double

  /// The published name: `EfficientNet-B0`, `EfficientNet-Lite0`.
  public var title: String {
    switch family {
    case .efficientNet: "EfficientNet-" + name.uppercased()
    case .efficientNetLite: "EfficientNet-Lite" + name.dropFirst(4)
    }
  }

  /// Every EfficientNet and EfficientNet-Lite, smallest first (tensorflow/tpu
  /// `efficientnet_builder.py`, `efficientnet_lite_builder.py`).
  public static let all: [Variant] = [
    row("b0", .efficientNet, 1.0, 1.0, 224, 0.2),
    row("b1", .efficientNet, 1.0, 1.1, 240, 0.2),
    row("b2", .efficientNet, 1.1, 1.2, 260, 0.3),
    row("b3", .efficientNet, 1.2, 1.4, 300, 0.3),
    row("b4", .efficientNet, 1.4, 1.8, 380, 0.4),
    row("b5", .efficientNet, 1.6, 2.2, 456, 0.4),
    row("b6", .efficientNet, 1.8, 2.6, 528, 0.5),
    row("b7", .efficientNet, 2.0, 3.1, 600, 0.5),
    row("b8", .efficientNet, 2.2, 3.6, 672, 0.5),
    row("l2", .efficientNet, 4.3, 5.3, 800, 0.5),
    row("lite0", .efficientNetLite, 1.0, 1.0, 224, 0.2),
    row("lite1", .efficientNetLite, 1.0, 1.1, 240, 0.2),
    row("lite2", .efficientNetLite, 1.1, 1.2, 260, 0.3),
    row("lite3", .efficientNetLite, 1.2, 1.4, 280, 0.3),
    row("lite4", .efficientNetLite, 1.4, 1.8, 300, 0.3),
  ]

  /// The variant called `name`, whatever its case and with or without `efficientnet-` before it.
  public static func named(_ name: String) -> Variant? {
    let key = name.lowercased()
    let prefixes = ["efficientnet-", "efficientnet_", ""]
    for prefix in prefixes where key.hasPrefix(prefix) {
      let rest = key.dropFirst(prefix.count)
      if let match = all.first(where: { $0.name == rest }) { return match }
    }
    return nil
  }

  /// A custom member of the family under `scaling`.
  public init(
    name: String, family: Family, scaling: Scaling, resolution: Int, dropout: Double = 0.2
  ) {
    self.name = name
    self.family = family
    self.scaling = scaling
    self.resolution = resolution
    self.dropout = dropout
  }

  private static func row(
    _ name: String, _ family: Family, _ width: Double, _ depth: Double, _ resolution: Int,
    _ dropout: Double
  ) -> Variant {
    Variant(
      name: name, family: family, scaling: Scaling(width: width, depth: depth),
      resolution: resolution, dropout: dropout)
  }
}
