import Architectures
import Benchmarking
import Scaling
import Support

/// A row of networks that differ in one dimension, or in φ.
struct SweepReport {
  let sweep: Sweep
  let clock: LatencyClock

  init(
    kind: SweepKind, base: Variant, rule: CompoundScaling, values: String?, clock: LatencyClock
  ) throws(Failure) {
    self.clock = clock
    let numbers = try values.map { text throws(Failure) in
      try NumberList.parse(text, option: "--values")
    }
    sweep = try ScalingError.asFailure(
      try Sweep(kind, of: base, values: numbers, rule: rule), subject: base.title)
  }

  func print(_ format: ValueTable.Format, drawing: PlotOutput) throws(Failure) {
    let model = try clock.rates(of: sweep.base)
    var table = ValueTable(columns: [
      .init(sweep.kind == .compound ? "φ" : sweep.kind.rawValue, key: "value"),
      .init("input", key: "resolution"), .init("parameters"), .init("MACs", key: "macs"),
      .init("× counted", key: "growth"), .init("× ideal", key: "ideal_growth"),
      .init("weights", key: "weight_bytes"), .init("activations", key: "activation_bytes"),
      .init("predicted ms", key: "predicted_milliseconds"),
      .init("measured ms", key: "measured_milliseconds"),
      .init("published top-1 %", key: "published_top1_percent"),
      .init("interpolated top-1 %", key: "interpolated_top1_percent"),
    ])
    for point in sweep.points {
      let estimate =
        sweep.kind == .compound && sweep.base.family == .efficientNet
        ? AccuracyCurve.efficientNet.estimate(macs: point.cost.macs) : nil
      // Exactly a published network's multiply-adds: B0 itself.
      let isPublished = estimate.map { $0.lower == $0.upper } ?? false
      table.rows.append([
        .number(point.value, places: 2), .count(point.variant.resolution),
        .large(point.cost.parameters), .large(point.cost.macs), .number(point.growth, places: 3),
        .number(point.idealGrowth, places: 3), .bytes(point.weightBytes),
        .bytes(point.activationBytes),
        .init(model.map { $0.seconds(of: point.variant) * 1e3 }, places: 2),
        .init(try clock.milliseconds(of: point.variant), places: 2),
        .init(point.publishedTop1 ?? (isPublished ? estimate?.top1 : nil), places: 1),
        .init(isPublished ? nil : estimate?.top1, places: 1),
      ])
    }
    table.print(
      format,
      remark: "MACs are multiply-adds. Interpolated accuracies lie between published networks on "
        + "the logarithm of MACs; nobody has trained these."
        + (model.map { " Predicted from the rates of \($0.reference) on this machine." } ?? ""))
    try drawing.draw(sweep.accuracyPlot ?? sweep.costPlot)
  }
}

/// Numbers separated by commas, or `low:high:step`.
enum NumberList {
  static func parse(_ text: String, option: String) throws(Failure) -> [Double] {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    if parts.count == 3, let low = parts[0], let high = parts[1], let step = parts[2],
      step > 0, high >= low, (high - low) / step <= 10_000
    {
      return ScalingSearch.steps(from: low, to: high, by: step)
    }
    let texts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = texts.compactMap { Double($0.replacing(" ", with: "")) }
    guard numbers.count == texts.count, numbers.count <= 10_000, numbers.allSatisfy(\.isFinite)
    else {
      throw Failure(
        .usage, "can't use \(option)", text, because: "it is no list of numbers",
        advice: "write 1,1.5,2 or 1:2:0.25, say")
    }
    return numbers
  }
}
