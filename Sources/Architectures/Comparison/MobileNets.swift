extension MobileDesign {
  /// MobileNetV1 (Howard and others 2017): separable blocks with an activation after each part.
  package static let mobileNetV1 = MobileDesign(
    stages: [(1, 64, 1), (2, 128, 2), (2, 256, 2), (2, 512, 6), (2, 1024, 2)].map {
      MobileStage(
        block: .separable(isProjectionActivated: true), kernel: 3, stride: $0.0, channels: $0.1,
        repeats: $0.2, allowsSkip: false)
    }, headChannels: 0, activation: .relu6)

  /// MobileNetV2 (Sandler and others 2018, Table 2): inverted residuals with linear bottlenecks.
  package static let mobileNetV2 = MobileDesign(
    stages: [
      (1, 1, 16, 1), (6, 2, 24, 2), (6, 2, 32, 3), (6, 2, 64, 4), (6, 1, 96, 3), (6, 2, 160, 3),
      (6, 1, 320, 1),
    ].map {
      MobileStage(expansion: $0.0, kernel: 3, stride: $0.1, channels: $0.2, repeats: $0.3)
    }, activation: .relu6, outerWidth: .headNeverNarrower)

  /// MnasNet-A1 (Tan and others 2019, Figure 7): squeeze-excite in three stages.
  static let mnasNetA1 = MobileDesign(
    stages: [
      MobileStage(expansion: 1, kernel: 3, stride: 1, channels: 16, repeats: 1),
      MobileStage(expansion: 6, kernel: 3, stride: 2, channels: 24, repeats: 2),
      MobileStage(expansion: 3, kernel: 5, stride: 2, channels: 40, repeats: 3, hasGate: true),
      MobileStage(expansion: 6, kernel: 3, stride: 2, channels: 80, repeats: 4),
      MobileStage(expansion: 6, kernel: 3, stride: 1, channels: 112, repeats: 2, hasGate: true),
      MobileStage(expansion: 6, kernel: 5, stride: 2, channels: 160, repeats: 3, hasGate: true),
      MobileStage(expansion: 6, kernel: 3, stride: 1, channels: 320, repeats: 1),
    ], activation: .relu)

  /// MnasNet-B1: no squeeze-excite; torchvision's `mnasnet1_0`.
  static let mnasNetB1 = MobileDesign(
    stages: [
      MobileStage(expansion: 1, kernel: 3, stride: 1, channels: 16, repeats: 1),
      MobileStage(expansion: 3, kernel: 3, stride: 2, channels: 24, repeats: 3),
      MobileStage(expansion: 3, kernel: 5, stride: 2, channels: 40, repeats: 3),
      MobileStage(expansion: 6, kernel: 5, stride: 2, channels: 80, repeats: 3),
      MobileStage(expansion: 6, kernel: 3, stride: 1, channels: 96, repeats: 2),
      MobileStage(expansion: 6, kernel: 5, stride: 2, channels: 192, repeats: 4),
      MobileStage(expansion: 6, kernel: 3, stride: 1, channels: 320, repeats: 1),
    ], activation: .relu)
}

extension Variant {
  static let mobileNets: [Variant] = [
    ("mobilenet-v1", "MobileNetV1", Family.mobileNetV1, MobileDesign.mobileNetV1),
    ("mobilenet-v2", "MobileNetV2", .mobileNetV2, .mobileNetV2),
    ("mnasnet-a1", "MnasNet-A1", .mnasNet, .mnasNetA1),
    ("mnasnet-b1", "MnasNet-B1", .mnasNet, .mnasNetB1),
  ].map { Variant(name: $0, title: $1, family: $2, design: .mobile($3), resolution: 224) }
}
