import Architectures
import Benchmarking
import Scaling
import Support

/// A network being scaled: its base, the sliders, and what comes of them.
package struct ScalingView: Sendable {
  /// What the right pane shows.
  package enum Page: String, CaseIterable, Sendable {
    case stages, sweep, figure3, figure4, figure8, search, budget
  }

  /// What came of the sliders.
  package enum Outcome: Sendable {
    case network(ScaledNetwork)
    /// Why there is no such network.
    case refused(String)
  }

  package private(set) var base = Variant.scalingBases[0]
  /// Whether φ and its bases set the factors, instead of a slider for each.
  package private(set) var isCompound = true
  /// Hundredths, by slider.
  private var settings: [ScalingKnob: Int] = [.phi: 100]
  /// Index of the slider under the cursor.
  package var cursor = 0
  package var page = Page.stages
  /// Row of the search's table under the cursor.
  package var searchCursor = 0
  /// Index of the slider that the mouse holds.
  package var dragged: Int?
  package private(set) var outcome: Outcome?
  /// Predicted seconds of one pass, once the base's rates are known.
  package private(set) var predicted: Double?
  package private(set) var rates: [Variant: LatencyModel] = [:]
  package private(set) var sweeps: [SweepQuestion: Sweep] = [:]
  package private(set) var candidates: [Variant: [ScalingSearch.Candidate]] = [:]
  package var budget: BudgetFacts?

  /// Most blocks that are counted while a slider moves.
  package static let liveBlocks = 400

  package init() {}

  /// The sliders of the mode.
  package var knobs: [ScalingKnob] {
    isCompound ? [.phi, .alpha, .beta, .gamma] : [.depth, .width, .resolution]
  }

  /// The slider under the cursor.
  package var knob: ScalingKnob { knobs[max(0, min(cursor, knobs.count - 1))] }

  /// The value of a slider.
  package func value(_ knob: ScalingKnob) -> Double {
    Double(settings[knob] ?? knob.standard) / 100
  }

  /// Whether a slider stands where it stood at first.
  package func settingIsStandard(_ knob: ScalingKnob) -> Bool {
    settings[knob] ?? knob.standard == knob.standard
  }

  /// α, β and γ of the sliders.
  package var rule: CompoundScaling {
    CompoundScaling(alpha: value(.alpha), beta: value(.beta), gamma: value(.gamma))
  }

  /// Depth, width and resolution of the sliders.
  package var factors: ScalingFactors {
    isCompound
      ? rule.factors(phi: value(.phi))
      : ScalingFactors(depth: value(.depth), width: value(.width), resolution: value(.resolution))
  }

  /// The scaled network, where there is one.
  package var network: ScaledNetwork? {
    if case .network(let network) = outcome { network } else { nil }
  }

  /// The row of networks that the sweep shows: along the slider under the cursor.
  package var sweepQuestion: SweepQuestion {
    let kind: SweepKind =
      switch knob {
      case .width: .width
      case .depth: .depth
      case .resolution: .resolution
      case .phi, .alpha, .beta, .gamma: .compound
      }
    return SweepQuestion(base: base, kind: kind, rule: kind == .compound ? rule : .paper)
  }

  /// The paper's problem with the scaled network's own needs as targets.
  package var budgetQuestion: BudgetQuestion? {
    network.map { network in
      BudgetQuestion(
        base: base, rule: rule, macs: network.cost.macs,
        bytes: network.weightBytes + network.activationBytes, rates: rates[base])
    }
  }

  // MARK: - Changes

  /// Counts the network once the screen is looked at.
  mutating func prepare() { if outcome == nil { compute() } }

  mutating func nextBase(_ step: Int) {
    let all = Variant.scalingBases
    base = all[((all.firstIndex(of: base) ?? 0) + step + all.count) % all.count]
    searchCursor = candidates[base]?.firstIndex { $0.rule == .paper } ?? 0
    compute()
  }

  mutating func toggleMode() {
    isCompound.toggle()
    cursor = 0
    compute()
  }

  /// Moves a slider by steps of its own.
  mutating func turn(_ knob: ScalingKnob, by steps: Int) {
    set(knob, hundredths: (settings[knob] ?? knob.standard) + steps * knob.step)
  }

  /// Moves a slider to a share (0…1) of its track.
  mutating func set(_ knob: ScalingKnob, share: Double) {
    let extent = knob.range.upperBound - knob.range.lowerBound
    let steps = (share * Double(extent) / Double(knob.step)).rounded()
    set(knob, hundredths: knob.range.lowerBound + Int(steps) * knob.step)
  }

  mutating func set(_ knob: ScalingKnob, hundredths: Int) {
    let value = max(knob.range.lowerBound, min(hundredths, knob.range.upperBound))
    guard value != settings[knob] ?? knob.standard || outcome == nil else { return }
    settings[knob] = value
    compute()
  }

  /// Takes the bases of a candidate and shows what they give at φ = 1.
  mutating func take(_ rule: CompoundScaling) {
    isCompound = true
    for (knob, value) in [
      (ScalingKnob.alpha, rule.alpha), (.beta, rule.beta), (.gamma, rule.gamma), (.phi, 1),
    ] { settings[knob] = Int((value * 100).rounded()) }
    compute()
  }

  mutating func keep(_ model: LatencyModel, of base: Variant) {
    rates[base] = model
    predict()
  }

  mutating func keep(_ sweep: Sweep, _ question: SweepQuestion) {
    // Rules are many; the rows that were looked at last are enough.
    if sweeps.count > 16 { sweeps = [:] }
    sweeps[question] = sweep
  }

  mutating func keep(_ found: [ScalingSearch.Candidate], over base: Variant) {
    candidates[base] = found
    searchCursor = found.firstIndex { $0.rule == .paper } ?? 0
  }

  private mutating func compute() {
    do throws(ScalingError) {
      if base.blocks(scaledBy: factors.depth) > Double(Self.liveBlocks) {
        outcome = .refused(
          "It would have \(Int(base.blocks(scaledBy: factors.depth))) blocks; up to "
            + "\(Self.liveBlocks) are counted while a slider moves. The command below counts it.")
      } else {
        outcome = .network(
          isCompound
            ? try ScaledNetwork(base, by: rule, phi: value(.phi))
            : try ScaledNetwork(base, by: factors))
      }
    } catch {
      outcome = .refused(Failure(error, base: base.title).message)
    }
    predict()
  }

  private mutating func predict() {
    predicted = network.flatMap { network in
      rates[base]?.seconds(of: network.network, side: network.variant.resolution)
    }
  }
}

/// A slider of the laboratory; values are hundredths, so that steps never add up to rounding.
package enum ScalingKnob: String, CaseIterable, Hashable, Sendable {
  case depth, width, resolution, phi, alpha, beta, gamma

  /// Its name beside the track.
  package var title: String {
    switch self {
    case .depth: "depth d"
    case .width: "width w"
    case .resolution: "resolution r"
    case .phi: "φ"
    case .alpha: "α depth"
    case .beta: "β width"
    case .gamma: "γ resolution"
    }
  }

  /// Smallest and largest value.
  package var range: ClosedRange<Int> {
    switch self {
    case .depth: 20...600
    case .width: 20...400
    case .resolution: 25...300
    case .phi: -300...700
    case .alpha, .beta, .gamma: 100...160
    }
  }

  /// One step.
  package var step: Int {
    switch self {
    case .depth, .phi: 10
    case .width, .resolution: 5
    case .alpha, .beta, .gamma: 1
    }
  }

  /// Where it stands at first: nothing scaled, or the paper's bases.
  package var standard: Int {
    switch self {
    case .depth, .width, .resolution: 100
    case .phi: 0
    case .alpha: 120
    case .beta: 110
    case .gamma: 115
    }
  }

  /// Where a value stands on the track, 0…1.
  package func share(_ value: Double) -> Double {
    (value * 100 - Double(range.lowerBound)) / Double(range.upperBound - range.lowerBound)
  }
}
