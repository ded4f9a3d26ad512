import Architectures
import Benchmarking
import Scaling
import Support

/// A network being scaled: its base, the sliders, and the scaled network.
package struct ScalingState: Sendable {
  package enum Page: String, CaseIterable, Sendable {
    case stages = "Stages", sweep = "Sweep"
    case figure3 = "Figure 3", figure4 = "Figure 4", figure8 = "Figure 8"
    case search = "Grid search", budget = "Best within this cost"
  }

  /// The scaled network, or why there is none.
  package enum Outcome: Sendable {
    case network(ScaledNetwork)
    case refused(String)
  }

  package private(set) var base = Variant.scalingBases[0]
  /// Whether φ, α, β, γ define the factors; otherwise each factor has a slider.
  package private(set) var isCompound = true
  /// Values in hundredths; a slider without an entry has its standard value.
  private var settings: [ScalingSlider: Int] = [.phi: 100]
  package var cursor = 0
  package var page = Page.stages
  package var searchCursor = 0
  /// Index of the slider that is dragged with the mouse.
  package var dragged: Int?
  package private(set) var outcome: Outcome?
  /// Predicted seconds of one forward pass; nil until the base's rates are measured.
  package private(set) var predicted: Double?
  package var cache = ScalingCache()

  /// Networks with more blocks are not counted while a slider moves.
  package static let liveBlocks = 400

  package var sliders: [ScalingSlider] {
    isCompound ? [.phi, .alpha, .beta, .gamma] : [.depth, .width, .resolution]
  }

  package var slider: ScalingSlider { sliders[max(0, min(cursor, sliders.count - 1))] }

  package func value(_ slider: ScalingSlider) -> Double {
    Double(settings[slider] ?? slider.standard) / 100
  }

  package func settingIsStandard(_ slider: ScalingSlider) -> Bool {
    settings[slider] ?? slider.standard == slider.standard
  }

  package var rule: CompoundScaling {
    CompoundScaling(alpha: value(.alpha), beta: value(.beta), gamma: value(.gamma))
  }

  package var factors: ScalingFactors {
    isCompound
      ? rule.factors(phi: value(.phi))
      : ScalingFactors(depth: value(.depth), width: value(.width), resolution: value(.resolution))
  }

  package var network: ScaledNetwork? {
    if case .network(let network) = outcome { network } else { nil }
  }

  /// The sweep along the slider under the cursor.
  package var sweepQuestion: SweepQuestion {
    let kind = SweepKind(rawValue: slider.rawValue) ?? .compound
    return SweepQuestion(base: base, kind: kind, rule: kind == .compound ? rule : .paper)
  }

  /// The best networks within the scaled network's cost (equation 2 of the paper).
  package var budgetQuestion: BudgetQuestion? {
    network.map { network in
      BudgetQuestion(
        base: base, rule: rule, macs: network.cost.macs,
        bytes: network.weightBytes + network.activationBytes, rates: cache.rates[base])
    }
  }

  /// The candidates of the search over the current base.
  var candidates: [ScalingSearch.Candidate] { cache.candidates[base] ?? [] }

  // MARK: - Changes

  /// Computes the scaled network when the screen is first shown.
  mutating func prepare() { if outcome == nil { compute() } }

  mutating func nextBase(_ step: Int) {
    base = Variant.scalingBases.neighbour(of: base, step)
    searchCursor = candidates.firstIndex { $0.rule == .paper } ?? 0
    compute()
  }

  mutating func toggleMode() {
    isCompound.toggle()
    cursor = 0
    compute()
  }

  mutating func turn(_ slider: ScalingSlider, by steps: Int) {
    set(slider, hundredths: (settings[slider] ?? slider.standard) + steps * slider.step)
  }

  /// Moves a slider to a position on its track, 0…1.
  mutating func set(_ slider: ScalingSlider, fraction: Double) {
    let extent = slider.range.upperBound - slider.range.lowerBound
    let steps = (fraction * Double(extent) / Double(slider.step)).rounded()
    set(slider, hundredths: slider.range.lowerBound + Int(steps) * slider.step)
  }

  mutating func set(_ slider: ScalingSlider, hundredths: Int) {
    let value = max(slider.range.lowerBound, min(hundredths, slider.range.upperBound))
    guard value != settings[slider] ?? slider.standard || outcome == nil else { return }
    settings[slider] = value
    compute()
  }

  /// Sets the bases of a candidate, and φ = 1.
  mutating func take(_ rule: CompoundScaling) {
    isCompound = true
    for (slider, value) in [
      (ScalingSlider.alpha, rule.alpha), (.beta, rule.beta), (.gamma, rule.gamma), (.phi, 1),
    ] { settings[slider] = Int((value * 100).rounded()) }
    compute()
  }

  mutating func keep(_ model: LatencyModel, of base: Variant) {
    cache.rates[base] = model
    predict()
  }

  mutating func keep(_ found: [ScalingSearch.Candidate], over base: Variant) {
    cache.candidates[base] = found
    searchCursor = found.firstIndex { $0.rule == .paper } ?? 0
  }

  private mutating func compute() {
    do throws(ScalingError) {
      let blocks = base.blocks(scaledBy: factors.depth)
      if blocks > Double(Self.liveBlocks) {
        outcome = .refused(
          "It would have \(Int(blocks)) blocks; up to \(Self.liveBlocks) are counted while a "
            + "slider moves. The command below counts it.")
      } else {
        outcome = .network(
          isCompound
            ? try ScaledNetwork(base, by: rule, phi: value(.phi))
            : try ScaledNetwork(base, by: factors))
      }
    } catch {
      outcome = .refused(Failure(error, subject: base.title).message)
    }
    predict()
  }

  private mutating func predict() {
    predicted = network.flatMap { network in
      cache.rates[base]?.seconds(of: network.network, side: network.variant.resolution)
    }
  }
}

/// Results of the scaling laboratory's jobs.
package struct ScalingCache: Sendable {
  /// Speed of this machine at the layers of a base network.
  var rates: [Variant: LatencyModel] = [:]
  var sweeps: [SweepQuestion: Sweep] = [:]
  /// The (α, β, γ) that satisfy the constraint, by base network.
  package var candidates: [Variant: [ScalingSearch.Candidate]] = [:]
  package var budget: BudgetFacts?

  /// Keeps a sweep; the rule is part of the key, so the cache is emptied when it grows.
  mutating func keep(_ sweep: Sweep, _ question: SweepQuestion) {
    if sweeps.count > 16 { sweeps = [:] }
    sweeps[question] = sweep
  }
}
