/// The table of a residual network: bottlenecks per stage, their channels and groups.
///
/// Channels are those of the first stage, whose blocks have 256 output channels; each later stage
/// has twice as many as the one before.
package struct ResidualDesign: Hashable, Sendable {
  /// Number of blocks in each of the four stages.
  package var repeats: [Int]
  /// Output channels of the first 1×1 convolution.
  package var reduced = 64
  /// Output channels and groups of the 3×3 convolution.
  package var middle = 64, groups = 1
  /// SENet-154: three stem convolutions, squeeze-excite, and 3×3 convolutions in shortcuts.
  package var isSENet = false

  /// A ResNeXt: `groups` groups of four channels (Xie and others 2017).
  static func resNeXt(repeats: [Int], groups: Int) -> ResidualDesign {
    ResidualDesign(repeats: repeats, reduced: 4 * groups, middle: 4 * groups, groups: groups)
  }

  /// SENet-154 (Hu and others 2018, appendix).
  static let seNet154 = ResidualDesign(
    repeats: [3, 8, 36, 3], reduced: 128, middle: 256, groups: 64, isSENet: true)
}

extension Variant {
  static let resNets: [Variant] = [
    residual("resnet-50", "ResNet-50", .resNet, ResidualDesign(repeats: [3, 4, 6, 3])),
    residual("resnet-101", "ResNet-101", .resNet, ResidualDesign(repeats: [3, 4, 23, 3])),
    residual("resnet-152", "ResNet-152", .resNet, ResidualDesign(repeats: [3, 8, 36, 3])),
    residual(
      "resnext-101", "ResNeXt-101 (32x4d)", .resNeXt,
      .resNeXt(repeats: [3, 4, 23, 3], groups: 32)),
    residual(
      "resnext-101-64x4d", "ResNeXt-101 (64x4d)", .resNeXt,
      .resNeXt(repeats: [3, 4, 23, 3], groups: 64)),
    residual("senet-154", "SENet-154", .seNet, .seNet154),
  ]

  private static func residual(
    _ name: String, _ title: String, _ family: Family, _ design: ResidualDesign
  ) -> Variant {
    Variant(name: name, title: title, family: family, design: .residual(design), resolution: 224)
  }
}
