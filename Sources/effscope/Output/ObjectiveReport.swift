import Architectures
import Scaling
import Support

/// The objective of the search that found B0: ACC(m) · [MACs(m) / T]^w.
///
/// Tan & Le 2019, section 4, with w = −0.07 and T = 400 million.
struct ObjectiveReport {
  let target: Double
  let exponent: Double

  func print(_ format: ValueTable.Format) throws(Failure) {
    guard exponent.isFinite else {
      throw Failure(
        .usage, "can't use --objective-exponent", "\(exponent)", because: "it is no number")
    }
    var table = ValueTable(columns: [
      .init("network", isText: true), .init("top-1 %", key: "top1_percent"),
      .init("MACs printed", key: "macs_printed"), .init("MACs", key: "macs"),
      .init("objective"),
    ])
    let objective = SearchObjective(target: target, exponent: exponent)
    for row in ImageNetResult.all {
      guard let macs = row.macs else { continue }
      let value = objective.value(accuracy: row.top1 / 100, macs: macs.value)
      table.rows.append([
        .text(row.model), .number(row.top1, places: 1), .init(macs),
        .large(Int(macs.value)), .number(value, places: 4),
      ])
    }
    try table.sort(by: "-objective")
    table.print(
      format,
      remark: "ACC · [MACs/T]^w with T = \(NumberText.short(Int(target))), w = \(exponent); "
        + "accuracies and multiply-adds as printed.\n" + PaperTable.imageNet.source.line)
  }
}
