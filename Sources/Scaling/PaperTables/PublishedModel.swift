import Architectures

/// Networks by the names that the paper prints.
package enum PublishedModel {
  /// The network of a printed name; nil if it is not defined here.
  package static func variant(named name: String) -> Variant? {
    Variant.named(keys[name] ?? name)
  }

  /// The resolution of the paper's numbers for the network.
  package static func side(of name: String) -> Int? {
    sides[name] ?? variant(named: name)?.resolution
  }

  /// Cost of the network at the resolution of the paper's numbers.
  package static func cost(of name: String) -> Cost? {
    variant(named: name).map { CountedCost.of($0, side: side(of: name)) }
  }

  /// Printed names that differ from the network's title.
  private static let keys = [
    "ResNeXt-101": "resnext-101-64x4d", "SENet": "senet-154", "NASNet-A": "nasnet-a",
    "PNASNet": "pnasnet-5", "AmoebaNet-A": "amoebanet-a", "AmoebaNet-C": "amoebanet-c",
    "AmeobaNet-C": "amoebanet-c", "GPipe": "amoebanet-b", "GPIPE": "amoebanet-b",
    "Inception-resnet-v2": "inception-resnet-v2", "Inception-ResNet-v2": "inception-resnet-v2",
  ]

  /// ResNeXt and SENet were evaluated at 320 pixels where their other results are at 224.
  private static let sides = ["ResNeXt-101": 320, "SENet": 320]
}
