extension MobileDesign {
  /// EfficientNetV2-B0 (Tan & Le 2021), the base of B1 to B3; google/automl `efficientnetv2`.
  static let efficientNetV2Base = v2(
    [
      plain(16, 1), fused(4, 32, 2), fused(4, 48, 2), gated(4, 2, 96, 3), gated(6, 1, 112, 5),
      gated(6, 2, 192, 8),
    ], roundingFloor: 0)

  static let efficientNetV2S = v2(
    [
      plain(24, 2), fused(4, 48, 4), fused(4, 64, 4), gated(4, 2, 128, 6), gated(6, 1, 160, 9),
      gated(6, 2, 256, 15),
    ], stem: 24)

  static let efficientNetV2M = v2(
    [
      plain(24, 3), fused(4, 48, 5), fused(4, 80, 5), gated(4, 2, 160, 7), gated(6, 1, 176, 14),
      gated(6, 2, 304, 18), gated(6, 1, 512, 5),
    ], stem: 24)

  static let efficientNetV2L = v2([
    plain(32, 4), fused(4, 64, 7), fused(4, 96, 7), gated(4, 2, 192, 10), gated(6, 1, 224, 19),
    gated(6, 2, 384, 25), gated(6, 1, 640, 7),
  ])

  private static func v2(_ stages: [MobileStage], stem: Int = 32, roundingFloor: Double = 0.9)
    -> MobileDesign
  {
    MobileDesign(
      stages: stages, stemChannels: stem, activation: .silu, roundingFloor: roundingFloor)
  }

  private static func plain(_ channels: Int, _ repeats: Int) -> MobileStage {
    MobileStage(block: .convolution, kernel: 3, stride: 1, channels: channels, repeats: repeats)
  }

  private static func fused(_ expansion: Int, _ channels: Int, _ repeats: Int) -> MobileStage {
    MobileStage(
      block: .fusedBottleneck, expansion: expansion, kernel: 3, stride: 2, channels: channels,
      repeats: repeats)
  }

  private static func gated(_ expansion: Int, _ stride: Int, _ channels: Int, _ repeats: Int)
    -> MobileStage
  {
    MobileStage(
      expansion: expansion, kernel: 3, stride: stride, channels: channels, repeats: repeats,
      hasGate: true)
  }
}

extension Variant {
  /// Every EfficientNetV2 at its evaluation resolution.
  static let efficientNetV2s: [Variant] = [
    row("v2-b0", .efficientNetV2Base, SizeMultipliers(width: 1.0, depth: 1.0), 224, 0.2),
    row("v2-b1", .efficientNetV2Base, SizeMultipliers(width: 1.0, depth: 1.1), 240, 0.2),
    row("v2-b2", .efficientNetV2Base, SizeMultipliers(width: 1.1, depth: 1.2), 260, 0.3),
    row("v2-b3", .efficientNetV2Base, SizeMultipliers(width: 1.2, depth: 1.4), 300, 0.3),
    row("v2-s", .efficientNetV2S, .none, 384, 0.2),
    row("v2-m", .efficientNetV2M, .none, 480, 0.3),
    row("v2-l", .efficientNetV2L, .none, 480, 0.4),
  ]

  private static func row(
    _ name: String, _ design: MobileDesign, _ scaling: SizeMultipliers, _ resolution: Int,
    _ dropout: Double
  ) -> Variant {
    Variant(
      name: name, title: "EfficientNetV2-" + name.dropFirst(3).uppercased(),
      family: .efficientNetV2, design: .mobile(design), scaling: scaling, resolution: resolution,
      dropout: dropout)
  }
}
