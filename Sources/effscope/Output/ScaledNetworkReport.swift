import Architectures
import Benchmarking
import Scaling
import Support

/// One scaled network: its stages, what it costs, and how the cost compares with the rule's promise.
struct ScaledNetworkReport {
  let scaled: ScaledNetwork
  let rule: CompoundScaling
  let clock: LatencyClock

  init(
    base: Variant, factors: FactorArguments, rule: CompoundScaling, clock: LatencyClock
  ) throws(Failure) {
    self.rule = rule
    self.clock = clock
    let dimensions = ScalingFactors(
      depth: factors.depth ?? 1, width: factors.width ?? 1, resolution: factors.resolution ?? 1)
    scaled = try ScalingError.asFailure(subject: base.title) { () throws(ScalingError) in
      if let phi = factors.phi { return try ScaledNetwork(base, by: rule, phi: phi) }
      return try ScaledNetwork(base, by: dimensions)
    }
  }

  func print(_ format: ValueTable.Format) throws(Failure) {
    let table = ArchitectureTable(
      network: scaled.network, title: scaled.variant.title,
      resolution: scaled.variant.resolution, detail: .stages)
    let facts = try facts()
    switch format {
    case .json, .jsonl:
      let json = JSON.object([("network", table.json), ("scaling", facts.json)])
      Console.print(json.published.text(isIndented: format == .json))
    case .csv: Console.print(facts.csv)
    case .markdown: Console.print(table.markdown + "\n\n" + facts.markdown)
    case .table: Console.print(table.text + "\n\n" + facts.text)
    }
  }

  private func facts() throws(Failure) -> FactSheet {
    var facts = FactSheet()
    let (cost, factors) = (scaled.cost, scaled.factors)
    facts.add(
      "d, w, r", key: "depth_factor", number: factors.depth,
      text: [factors.depth, factors.width, factors.resolution].map { NumberText.fixed($0, 3) }
        .joined(separator: ", "))
    facts.add(key: "width_factor", number: factors.width)
    facts.add(key: "resolution_factor", number: factors.resolution)
    facts.add("parameters", key: "parameters", count: cost.parameters)
    facts.add("MACs", key: "macs", count: cost.macs, text: NumberText.short(cost.macs))
    facts.add(
      "weights", key: "weight_bytes", count: scaled.weightBytes,
      text: NumberText.bytes(scaled.weightBytes))
    facts.add(
      "live activations", key: "activation_bytes", count: scaled.activationBytes,
      text: NumberText.bytes(scaled.activationBytes))
    facts.add(
      "α·β²·γ²", key: "constraint", number: rule.constraint,
      text: NumberText.fixed(rule.constraint, 4) + " (the paper keeps it near 2)")
    if let phi = scaled.phi {
      facts.add(
        "2^φ", key: "two_to_the_phi", number: CompoundScaling.doubling(phi),
        text: NumberText.fixed(CompoundScaling.doubling(phi), 3))
    }
    facts.add(
      "MACs × ideal", key: "ideal_growth", number: scaled.idealGrowth,
      text: NumberText.fixed(scaled.idealGrowth, 3) + " (d·w²·r², nothing rounded)")
    facts.add(
      "MACs × counted", key: "growth", number: scaled.growth,
      text: NumberText.fixed(scaled.growth, 3)
        + " (channels go to multiples of 8, repeats up, the side to a whole pixel)")
    if let estimate = scaled.accuracy {
      let isPublished = estimate.lower == estimate.upper
      facts.add(
        "top-1 %", key: isPublished ? "published_top1_percent" : "interpolated_top1_percent",
        number: estimate.top1,
        text: NumberText.fixed(estimate.top1, 1)
          + (isPublished
            ? " (published, \(estimate.lower.name))"
            : " (a guess: between \(estimate.lower.name) and \(estimate.upper.name), never trained)")
      )
    }
    let model = try clock.rates(of: scaled.base)
    let predicted = model?.seconds(of: scaled.network, side: scaled.variant.resolution).map {
      $0 * 1e3
    }
    if let model, let predicted {
      facts.add(
        "predicted", key: "predicted_milliseconds", number: predicted,
        text: "\(NumberText.significant(predicted)) ms (from the rates of \(model.reference) here, "
          + "\(clock.threads) thread\(clock.threads == 1 ? "" : "s"))")
    }
    if let measured = try clock.milliseconds(of: scaled.variant) {
      facts.add(
        "measured", key: "measured_milliseconds", number: measured,
        text:
          "\(NumberText.significant(measured)) ms (mean of \(clock.runs) runs, random weights, untrained)"
          + (predicted.flatMap { LatencyModel.disagreement(predicted: $0, measured: measured) }
            .map { "; " + $0 } ?? "")
      )
    }
    return facts
  }
}

/// Facts with a label for a person and a key for files.
struct FactSheet {
  private var facts: [(label: String?, key: String, text: String, json: JSON, plain: String)] = []

  /// A number; without a label only files hold it.
  mutating func add(_ label: String? = nil, key: String, number: Double, text: String = "") {
    facts.append((label, key, text, .number(number), "\(number)"))
  }

  mutating func add(_ label: String, key: String, count: Int, text: String? = nil) {
    facts.append((label, key, text ?? NumberText.grouped(count), .integer(count), String(count)))
  }

  var json: JSON { .object(facts.map { ($0.key, $0.json) }) }

  var csv: String {
    String(CSV.file(facts.map(\.key), [facts.map(\.plain)]).dropLast())
  }

  var text: String {
    let width = shown.map(\.label.count).max() ?? 0
    return shown.map { NumberText.left($0.label, width) + "  " + $0.text }.joined(separator: "\n")
  }

  var markdown: String { shown.map { "- \($0.label): \($0.text)" }.joined(separator: "\n") }

  /// What a person is shown.
  private var shown: [(label: String, text: String)] {
    facts.compactMap { fact in fact.label.map { ($0, fact.text) } }
  }
}
