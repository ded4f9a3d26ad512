import Architectures
import Support

/// A row of Table 2: a network's accuracy and cost on ImageNet, as printed.
package struct ImageNetResult: Hashable, Sendable {
  /// The EfficientNet of its group: `B3`.
  package let group: String
  /// Name as printed.
  package let model: String
  /// Citation as printed; empty for EfficientNets.
  package let citation: String
  /// Accuracies in per cent.
  package let top1, top5: Double
  package let parameters: Printed
  /// Parameters over those of the group's EfficientNet, as printed.
  package let parameterRatio: Double
  /// Multiply-adds ("FLOPS"); not printed for GPipe.
  package let macs: Printed?
  /// Multiply-adds over those of the group's EfficientNet, as printed.
  package let macsRatio: Double?

  /// The network, if it is defined here.
  package var variant: Variant? { PublishedModel.variant(named: model) }

  package var isEfficientNet: Bool { model.hasPrefix("EfficientNet") }

  /// All rows in printed order.
  package static let all: [ImageNetResult] = PaperTable.imageNet.records.rows.map { row in
    ImageNetResult(
      group: row["group"], model: row["model"], citation: row["citation"],
      top1: row.number("top1_pct") ?? 0, top5: row.number("top5_pct") ?? 0,
      parameters: Printed(row["params_printed"]) ?? Printed(text: "", value: 0),
      parameterRatio: row.number("params_ratio") ?? 1, macs: Printed(row["flops_printed"]),
      macsRatio: row.number("flops_ratio"))
  }
}

/// A count as a table prints it: `5.3M`, `0.39B`.
package struct Printed: Hashable, Sendable {
  package let text: String
  package let value: Double
}

extension ValueTable.Value {
  /// A count as printed, ordered by its value; nothing where it is nil.
  package init(_ printed: Printed?) {
    self = printed.map { .printed($0.text, $0.value) } ?? .missing
  }
}

extension Printed {
  /// Reads `5.3M`, `0.39B` or `407M`; nil for anything else.
  package init?(_ text: String) {
    let units: [Character: Double] = ["K": 1e3, "M": 1e6, "B": 1e9]
    guard let last = text.last, let unit = units[last], let number = Double(text.dropLast())
    else { return nil }
    self.init(text: text, value: number * unit)
  }

  /// Half a unit of the last printed digit: the rounding error.
  package var halfUnit: Double {
    let digits = text.dropLast()
    let decimals = digits.contains(".") ? digits.drop { $0 != "." }.count - 1 : 0
    var unit = value == 0 ? 1 : value / (Double(digits) ?? 1)
    for _ in 0..<decimals { unit /= 10 }
    return unit / 2
  }
}
