extension MobileDesign {
  /// EfficientNet-B0 (Tan & Le 2019, Table 1), the base of all B variants and L2.
  package static let efficientNet = MobileDesign(
    stages: [
      MobileStage(expansion: 1, kernel: 3, stride: 1, channels: 16, repeats: 1, hasGate: true),
      MobileStage(expansion: 6, kernel: 3, stride: 2, channels: 24, repeats: 2, hasGate: true),
      MobileStage(expansion: 6, kernel: 5, stride: 2, channels: 40, repeats: 2, hasGate: true),
      MobileStage(expansion: 6, kernel: 3, stride: 2, channels: 80, repeats: 3, hasGate: true),
      MobileStage(expansion: 6, kernel: 5, stride: 1, channels: 112, repeats: 3, hasGate: true),
      MobileStage(expansion: 6, kernel: 5, stride: 2, channels: 192, repeats: 4, hasGate: true),
      MobileStage(expansion: 6, kernel: 3, stride: 1, channels: 320, repeats: 1, hasGate: true),
    ], activation: .silu)

  /// EfficientNet-Lite: no squeeze-excite, ReLU6; stem, head and outer repeats are not scaled.
  package static let efficientNetLite: MobileDesign = {
    var design = efficientNet
    for index in design.stages.indices { design.stages[index].hasGate = false }
    design.activation = .relu6
    design.outerWidth = .fixed
    design.keepsOuterRepeats = true
    return design
  }()
}

extension Variant {
  /// Every EfficientNet, smallest first (tensorflow/tpu `efficientnet_builder.py`).
  static let efficientNets: [Variant] = [
    row("b0", 1.0, 1.0, 224, 0.2), row("b1", 1.0, 1.1, 240, 0.2), row("b2", 1.1, 1.2, 260, 0.3),
    row("b3", 1.2, 1.4, 300, 0.3), row("b4", 1.4, 1.8, 380, 0.4), row("b5", 1.6, 2.2, 456, 0.4),
    row("b6", 1.8, 2.6, 528, 0.5), row("b7", 2.0, 3.1, 600, 0.5), row("b8", 2.2, 3.6, 672, 0.5),
    row("l2", 4.3, 5.3, 800, 0.5),
  ]

  /// Every EfficientNet-Lite, smallest first (tensorflow/tpu `efficientnet_lite_builder.py`).
  static let efficientNetLites: [Variant] = [
    row("lite0", 1.0, 1.0, 224, 0.2, .efficientNetLite),
    row("lite1", 1.0, 1.1, 240, 0.2, .efficientNetLite),
    row("lite2", 1.1, 1.2, 260, 0.3, .efficientNetLite),
    row("lite3", 1.2, 1.4, 280, 0.3, .efficientNetLite),
    row("lite4", 1.4, 1.8, 300, 0.3, .efficientNetLite),
  ]

  private static func row(
    _ name: String, _ width: Double, _ depth: Double, _ resolution: Int, _ dropout: Double,
    _ family: Family = .efficientNet
  ) -> Variant {
    let isLite = family == .efficientNetLite
    return Variant(
      name: name,
      title: isLite
        ? "EfficientNet-Lite" + name.dropFirst(4) : "EfficientNet-" + name.uppercased(),
      family: family, design: .mobile(isLite ? .efficientNetLite : .efficientNet),
      scaling: SizeMultipliers(width: width, depth: depth), resolution: resolution,
      dropout: dropout)
  }
}
