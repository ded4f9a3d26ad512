import Architectures
import ArgumentParser
import Benchmarking
import Explanations
import Scaling
import Support

/// The targets of the paper's equation 2.
struct BudgetArguments: ParsableArguments {
  @Option(help: "Most multiply-adds: 1B.") var maxMacs: String?
  @Option(help: "Most weights and live activations: 100MB.") var maxMemory: String?
  @Option(help: "Longest latency here: 20ms.") var maxLatency: String?

  var isEmpty: Bool { maxMacs == nil && maxMemory == nil && maxLatency == nil }

  func budget() throws(Failure) -> Budget {
    func limit(_ text: String?, _ kind: Quantity.Kind, _ option: String) throws(Failure) -> Double?
    {
      try text.map { text throws(Failure) in try Quantity(text, kind, option: option).value }
    }
    return Budget(
      macs: try limit(maxMacs, .macs, "--max-macs"),
      bytes: try limit(maxMemory, .bytes, "--max-memory"),
      seconds: try limit(maxLatency, .seconds, "--max-latency"))
  }
}

/// The most accurate network within a budget: the best published one, and the largest compound-scaled one.
struct BudgetReport {
  let base: Variant
  let rule: CompoundScaling
  let budget: Budget
  /// It must predict if the budget limits the latency.
  let clock: LatencyClock

  func print(_ format: ValueTable.Format) throws(Failure) {
    let model = try clock.rates(of: base)
    // A base without depthwise layers has no rate for them, and published networks have such layers.
    let needsReserve = model.map { $0.rates.contains(nil) } ?? false
    let reserve = try needsReserve ? clock.rates(of: NetworkLoader.variant("b0")) : nil
    let problem = BudgetProblem(budget: budget) { variant in
      var needs = Needs(of: variant)
      needs.seconds = model?.seconds(of: variant) ?? reserve?.seconds(of: variant)
      return needs
    }
    var table = ValueTable(columns: [
      .init("what", key: "kind", isText: true), .init("network", isText: true),
      .init("φ", key: "phi"), .init("input", key: "resolution"), .init("MACs", key: "macs"),
      .init("memory", key: "bytes"), .init("predicted ms", key: "predicted_milliseconds"),
      .init("measured ms", key: "measured_milliseconds"), .init("top-1 %", key: "top1_percent"),
      .init("accuracy", key: "accuracy_is", isText: true),
    ])
    func add(
      _ kind: String, _ name: String, _ variant: Variant, _ needs: Needs, phi: Double? = nil,
      top1: Double?, _ accuracy: String
    ) throws(Failure) {
      table.rows.append([
        .text(kind), .text(name), .init(phi, places: 2), .count(variant.resolution),
        .large(needs.macs), .bytes(needs.bytes), .init(needs.seconds.map { $0 * 1e3 }, places: 2),
        .init(try clock.milliseconds(of: variant), places: 2), .init(top1, places: 1),
        .text(accuracy),
      ])
    }
    if let best = try problem.bestPublished() {
      try add(
        "published", best.result.model, best.variant, best.needs, top1: best.result.top1,
        "published")
    }
    if base.isScalable, let best = try problem.bestScaled(base, by: rule) {
      let estimate =
        base.family == .efficientNet
        ? AccuracyCurve.efficientNet.estimate(macs: best.needs.macs) : nil
      try add(
        "compound-scaled", best.variant.title, best.variant, best.needs, phi: best.phi,
        top1: estimate?.top1,
        estimate.map { "interpolated between \($0.lower.name) and \($0.upper.name)" }
          ?? "unknown: outside the published networks")
    }
    guard !table.rows.isEmpty else {
      throw Failure(
        .noInput, "no network fits", "the budget",
        because: "even the smallest needs more", advice: "raise the limits")
    }
    table.print(
      format,
      remark: "Memory is weights and live activations as counted from the definition"
        + (model.map {
          "; latency is predicted from the rates of "
            + ([$0.reference] + (reserve.map { [$0.reference] } ?? [])).joined(separator: " and ")
            + " on this machine, "
            + "\(clock.threads) thread(s)"
        } ?? "") + "; --measure times the two.")
  }
}
