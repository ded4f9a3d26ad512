import Architectures

/// Names as the paper prints them, and the networks that they stand for.
public enum PublishedModel {
  /// The network behind a printed name; nil for those that have no definition here.
  public static func variant(named name: String) -> Variant? {
    if let key = keys[name] { return Variant.named(key) }
    return Variant.named(name)
  }

  /// The side at which the paper's figures for the network were taken.
  public static func side(of name: String) -> Int? {
    sides[name] ?? variant(named: name)?.resolution
  }

  /// What the network behind a printed name costs at the side of the paper's figures.
  public static func cost(of name: String) -> Cost? {
    variant(named: name).map { CountedCost.of($0, side: side(of: name)) }
  }

  /// Names that are not the network's own title.
  private static let keys = [
    "ResNeXt-101": "resnext-101-64x4d", "SENet": "senet-154", "NASNet-A": "nasnet-a",
    "PNASNet": "pnasnet-5", "AmoebaNet-A": "amoebanet-a", "AmoebaNet-C": "amoebanet-c",
    "AmeobaNet-C": "amoebanet-c", "GPipe": "amoebanet-b", "GPIPE": "amoebanet-b",
    "Inception-resnet-v2": "inception-resnet-v2", "Inception-ResNet-v2": "inception-resnet-v2",
  ]

  /// ResNeXt and SENet were evaluated at 320 pixels where their other results are at 224.
  private static let sides = ["ResNeXt-101": 320, "SENet": 320]
}
