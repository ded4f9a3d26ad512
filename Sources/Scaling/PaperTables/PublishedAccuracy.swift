import Architectures

/// ImageNet top-1 accuracy as printed in the paper and by the authors of the Lite models.
package enum PublishedAccuracy {
  /// Per cent; nil if none was printed for the network.
  package static func topOne(of variant: Variant) -> Double? { all[variant.name] }

  private static let all: [String: Double] = {
    let printed = ImageNetResult.all.compactMap { row in row.variant.map { ($0.name, row.top1) } }
    var found = Dictionary(printed, uniquingKeysWith: { first, _ in first })
    for row in PaperTable.lite.records.rows {
      guard let variant = Variant.named(row["model"]) else { continue }
      found[variant.name] = Double(row["fp32_top1"].filter { $0 != "%" })
    }
    return found
  }()
}
