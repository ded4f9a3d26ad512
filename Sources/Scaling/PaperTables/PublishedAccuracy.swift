import Architectures

/// ImageNet top-1 accuracy as printed in the paper and by the authors of the Lite models.
package enum PublishedAccuracy {
  /// Per cent; nil if none was printed for the network.
  package static func topOne(of variant: Variant) -> Double? { all[variant.name] }

  private static let all: [String: Double] = {
    var found: [String: Double] = [:]
    for result in ImageNetResult.all {
      if let variant = result.variant, found[variant.name] == nil {
        found[variant.name] = result.top1
      }
    }
    for row in PaperTable.lite.records.rows {
      guard let variant = Variant.named(row["model"]) else { continue }
      found[variant.name] = Double(row["fp32_top1"].filter { $0 != "%" })
    }
    return found
  }()
}
