import Architectures
import ArgumentParser
import Benchmarking
import Scaling
import Support

/// The targets of the paper's equation 2.
struct BudgetArguments: ParsableArguments {
  @Option(help: "Most multiply-adds: 1B.") var maxMacs: String?
  @Option(help: "Most weights and live activations: 100MB.") var maxMemory: String?
  @Option(help: "Longest latency here: 20ms.") var maxLatency: String?

  var isEmpty: Bool { maxMacs == nil && maxMemory == nil && maxLatency == nil }

  func budget() throws(Failure) -> Budget {
    Budget(
      macs: try maxMacs.map { text throws(Failure) in
        try Quantity(text, .macs, option: "--max-macs").value
      },
      bytes: try maxMemory.map { text throws(Failure) in
        try Quantity(text, .bytes, option: "--max-memory").value
      },
      seconds: try maxLatency.map { text throws(Failure) in
        try Quantity(text, .seconds, option: "--max-latency").value
      })
  }
}

/// The most accurate network within a budget: the best published one, and the largest compound-scaled one.
struct BudgetReport {
  let base: Variant
  let rule: CompoundScaling
  let budget: Budget
  let clock: LatencyClock
  var rates = true

  func print(_ format: ValueTable.Format) throws(Failure) {
    // A limit on the latency can't be judged without rates.
    let model =
      rates || budget.seconds != nil
      ? try LatencyModel.measured(on: base, threads: clock.threads) : nil
    let problem = BudgetProblem(budget: budget) { variant in
      var needs = Needs(of: variant)
      needs.seconds = model?.seconds(of: variant)
      return needs
    }
    var table = ValueTable(columns: [
      .init("what", key: "kind", isText: true), .init("network", isText: true),
      .init("φ", key: "phi"), .init("input", key: "resolution"), .init("MACs", key: "macs"),
      .init("memory", key: "bytes"), .init("predicted ms", key: "predicted_ms"),
      .init("measured ms", key: "measured_ms"), .init("top-1 %", key: "top1"),
      .init("accuracy", key: "accuracy_is", isText: true),
    ])
    if let best = problem.bestPublished() {
      table.rows.append([
        .text("published"), .text(best.result.model), .missing, .count(best.variant.resolution),
        .large(best.needs.macs), .bytes(best.needs.bytes),
        .init(best.needs.seconds.map { $0 * 1e3 }, places: 2),
        .init(try clock.milliseconds(of: best.variant), places: 2),
        .number(best.result.top1, places: 1), .text("published"),
      ])
    }
    if base.isScalable, let best = problem.bestScaled(base, by: rule) {
      let estimate =
        base.family == .efficientNet
        ? AccuracyCurve.efficientNet.estimate(macs: best.needs.macs) : nil
      table.rows.append([
        .text("compound-scaled"), .text(best.variant.title), .number(best.phi, places: 2),
        .count(best.variant.resolution), .large(best.needs.macs), .bytes(best.needs.bytes),
        .init(best.needs.seconds.map { $0 * 1e3 }, places: 2),
        .init(try clock.milliseconds(of: best.variant), places: 2),
        .init(estimate?.top1, places: 1),
        .text(
          estimate.map { "interpolated between \($0.lower.name) and \($0.upper.name)" }
            ?? "unknown: outside the published networks"),
      ])
    }
    guard !table.rows.isEmpty else {
      throw Failure(
        .noInput, "no network fits", "the budget",
        because: "even the smallest needs more", advice: "raise the limits")
    }
    Console.print(table.printed(format))
    guard format == .table else { return }
    Console.print(
      "\nMemory is weights and live activations as counted from the definition"
        + (model.map {
          "; latency is predicted from the rates of \($0.reference) on this machine, "
            + "\(clock.threads) thread(s)"
        } ?? "") + "; --measure times the two.")
  }
}
