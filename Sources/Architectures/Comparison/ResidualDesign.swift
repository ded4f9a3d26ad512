/// The table of a residual network: bottlenecks a stage, their channels, their groups.
///
/// Channels are those of the first stage; they double from stage to stage, and a block's output has 256
/// of them in the first.
public struct ResidualDesign: Hashable, Sendable {
  /// Blocks in each of the four stages.
  public var repeats: [Int]
  /// Output channels of the first 1×1 convolution.
  public var reduced = 64
  /// Output channels of the 3×3 convolution.
  public var middle = 64
  /// Groups of the 3×3 convolution.
  public var groups = 1
  /// SENet-154: three stem convolutions, gates, and shortcuts projected by a 3×3 window.
  public var isSENet = false

  /// ResNet's bottlenecks.
  public init(repeats: [Int]) { self.repeats = repeats }

  /// ResNeXt's bottlenecks: wider, in groups of four channels (Xie and others 2017).
  static func resNeXt(repeats: [Int], groups: Int) -> ResidualDesign {
    var design = ResidualDesign(repeats: repeats)
    design.reduced = 4 * groups
    design.middle = 4 * groups
    design.groups = groups
    return design
  }

  /// SENet-154 (Hu and others 2018, appendix).
  static let seNet154: ResidualDesign = {
    var design = ResidualDesign(repeats: [3, 8, 36, 3])
    design.reduced = 128
    design.middle = 256
    design.groups = 64
    design.isSENet = true
    return design
  }()
}

extension Variant {
  /// The residual networks that the paper compares with.
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
