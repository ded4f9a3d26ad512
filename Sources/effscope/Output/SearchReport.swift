import Architectures
import ArgumentParser
import Support

/// The grid of the paper's first step.
struct GridArguments: ParsableArguments {
  @Option(help: "α to try: low:high:step or a list.") var alphas = "1:1.4:0.05"
  @Option(help: "β to try.") var betas = "1:1.4:0.05"
  @Option(help: "γ to try.") var gammas = "1:1.4:0.05"
  @Option(help: "What α·β²·γ² shall be.") var target = 2.0
  @Option(help: "How far from it it may lie.") var tolerance = 0.1

  func search() throws(Failure) -> ScalingSearch {
    let a = try NumberList.parse(alphas, option: "--alphas")
    let b = try NumberList.parse(betas, option: "--betas")
    let c = try NumberList.parse(gammas, option: "--gammas")
    guard a.count * b.count * c.count <= 1_000_000 else {
      throw Failure(
        .usage, "can't search", "\(a.count) × \(b.count) × \(c.count) candidates",
        because: "a million is the limit", advice: "choose a larger step")
    }
    return ScalingSearch(alphas: a, betas: b, gammas: c, target: target, tolerance: tolerance)
  }
}

/// Every (α, β, γ) of the grid that meets the constraint, with its counted multiply-adds at φ = 1.
struct SearchReport {
  let base: Variant
  let search: ScalingSearch

  func print(_ format: ValueTable.Format) throws(Failure) {
    let candidates = try ScalingError.asFailure(
      try search.candidates(over: base), subject: base.title)
    let columns: [ValueTable.Column] = [
      .init("α", key: "alpha"), .init("β", key: "beta"), .init("γ", key: "gamma"),
      .init("α·β²·γ²", key: "constraint"), .init("input", key: "resolution"),
      .init("parameters"), .init("MACs", key: "macs"), .init("× counted", key: "growth"),
      .init("the paper's", key: "paper", isText: true),
    ]
    let rows = candidates.map { candidate -> [ValueTable.Value] in
      [
        .number(candidate.rule.alpha, places: 2), .number(candidate.rule.beta, places: 2),
        .number(candidate.rule.gamma, places: 2), .number(candidate.rule.constraint, places: 4),
        .count(candidate.resolution), .large(candidate.cost.parameters),
        .large(candidate.cost.macs), .number(candidate.growth, places: 3),
        .flag(candidate.rule == .paper),
      ]
    }
    let paper = CompoundScaling.paper
    let isFound = candidates.contains { $0.rule == paper }
    let total = search.alphas.count * search.betas.count * search.gammas.count
    ValueTable(columns: columns, rows: rows).print(
      format,
      remark:
        "\(candidates.count) of \(total) candidates keep α·β²·γ² within \(search.tolerance) of "
        + "\(search.target). The paper chose α = 1.2, β = 1.1, γ = 1.15 "
        + "(\(NumberText.fixed(paper.constraint, 4))) by the accuracy that each reached in training"
        + (isFound ? "." : "; it is not on this grid."))
  }
}
