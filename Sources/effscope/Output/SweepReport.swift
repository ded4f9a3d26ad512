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
      .init("predicted ms", key: "predicted_milliseconds"), .init("measured ms", key: "measured_milliseconds"),
      .init("\(sweep.accuracySource.title) top-1 %", key: "figure_top1_percent"),
      .init("published top-1 %", key: "published_top1_percent"),
      .init("interpolated top-1 %", key: "interpolated_top1_percent"),
    ])
    let base = CountedCost.of(sweep.base)
    var disagreements = 0
    for point in sweep.points {
      let estimate =
        sweep.kind == .compound && sweep.base.family == .efficientNet
        ? AccuracyCurve.efficientNet.estimate(macs: point.cost.macs) : nil
      // Exactly a published network's multiply-adds: the base itself.
      let isBase = point.cost.macs == base.macs && point.cost.parameters == base.parameters
      let predicted = model?.seconds(of: point.variant).map { $0 * 1e3 }
      let measured = try clock.milliseconds(of: point.variant)
      if let predicted, let measured,
        LatencyModel.disagreement(predicted: predicted, measured: measured) != nil
      {
        disagreements += 1
      }
      table.rows.append([
        .number(point.value, places: 2), .count(point.variant.resolution),
        .large(point.cost.parameters), .large(point.cost.macs), .number(point.growth, places: 3),
        .number(point.idealGrowth, places: 3), .bytes(point.weightBytes),
        .bytes(point.activationBytes),
        .init(predicted, places: 2), .init(measured, places: 2),
        .init(point.figureTop1, places: 1),
        .init(isBase ? PublishedAccuracy.topOne(of: sweep.base) : nil, places: 1),
        .init(isBase ? nil : estimate?.top1, places: 1),
      ])
    }
    table.print(
      format,
      remark: "MACs are multiply-adds. Interpolated accuracies lie between published networks on "
        + "the logarithm of MACs; these networks were never trained. \(sweep.accuracySource.title)'s "
        + "accuracies are of other training runs than the published ones of Table 2."
        + (model.map { " Predicted from the rates of \($0.reference) on this machine." } ?? "")
        + (disagreements > 0
          ? " \(disagreements) measured times are more than 15 % from the prediction: the machine was "
            + "busy, or the rates of the base do not hold there." : ""))
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
