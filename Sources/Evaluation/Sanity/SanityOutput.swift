import Figures
import Support

extension SanityReport {
  /// How the check was made, one sentence each.
  package var conventions: [String] {
    [
      "weights, biases and batch norms of a part are drawn anew from the project's seeded "
        + "distribution (seed \(seed), mean of \(draws) draw\(draws == 1 ? "" : "s")); the class "
        + "stays the original network's [Adebayo et al. 2018, arXiv:1810.03292]",
      "ρ: Spearman of the signed raw maps, ρ abs: of their absolute values (it can be negative too), "
        + "equal values share their mean rank; SSIM: displayed maps (ReLU, 0…1) on their own grid, Gaussian window "
        + "\(window)×\(window), σ 1.5",
      "a map does not depend on the weights when ρ or ρ abs is still \(SanityVerdict.limit) or more with "
        + "every weight random, as the edge detector (Sobel) shows; it does not depend on the class when "
        + "ρ is \(SanityVerdict.classifierLimit) or more with the classifier alone random",
    ]
  }

  package var json: JSON {
    let verdicts: [JSON] = verdicts.map { verdict in
      .object([
        ("method", .string(verdict.method)), ("outcome", .string(verdict.outcome.rawValue)),
        ("spearman", .number(verdict.spearman)),
        ("ignores_classifier", .boolean(verdict.ignoresClassifier)),
        ("edge_correlation", .number(edgeCorrelations[verdict.method] ?? .nan)),
      ])
    }
    return .object([
      ("image", .string(image)), ("variant", .string(network.variant.name)),
      ("checkpoint", .string(network.origin.label)),
      ("untrained", .boolean(network.origin.isUntrained)),
      ("precision", .string(network.precision)), ("layer", .string(layer)),
      ("class", target.json), ("seed", seed.json), ("draws", .integer(draws)),
      ("conventions", .array(conventions.map { .string($0) })),
      ("steps", .array(steps.map(json))), ("verdicts", .array(verdicts)),
      ("interrupted", .boolean(isInterrupted)),
    ])
  }

  private func json(_ step: SanityStep) -> JSON {
    let methods: [JSON] = methods.map { method in
      let similarity = step.similarities[method]
      return .object([
        ("method", .string(method)), ("spearman", .number(similarity?.spearman ?? .nan)),
        ("absolute_spearman", .number(similarity?.absoluteSpearman ?? .nan)),
        ("ssim", .number(similarity?.structural ?? .nan)),
      ])
    }
    return .object([
      ("order", .string(step.order)), ("part", .string(step.part)), ("methods", .array(methods)),
    ])
  }

  /// One row for each step and method.
  package var csv: String {
    let header = [
      "variant", "checkpoint", "order", "part", "method", "spearman", "absolute_spearman", "ssim",
      "precision",
    ]
    var rows: [[String]] = []
    for step in steps {
      for method in methods {
        guard let similarity = step.similarities[method] else { continue }
        let values = [similarity.spearman, similarity.absoluteSpearman, similarity.structural]
        rows.append(
          [network.variant.name, network.origin.label, step.order, step.part, method]
            + values.map { $0.isNaN ? "" : "\($0)" } + [network.precision])
      }
    }
    return CSV.file(header, rows)
  }

  /// The correlation step by step, cascading and independent.
  package var plots: [Plot] {
    [
      plot(.cascading, "Cascading", "Parts randomised, from the classifier down"),
      plot(.independent, "Independent", "The one part randomised, from the classifier down"),
    ]
  }

  private func plot(
    _ order: WeightRandomization.Order, _ title: String, _ label: String
  ) -> Plot {
    let own = steps.filter { $0.order == order.rawValue }
    let series = methods.enumerated().map { index, method in
      let points = own.enumerated().compactMap { number, step -> PlotPoint? in
        guard let value = step.similarities[method]?.spearman, !value.isNaN else { return nil }
        return PlotPoint(Double(number + 1), value)
      }
      let isReference = index >= methods.count - 2
      return PlotSeries(
        method, points, color: isReference ? 6 + index % 2 : index % 6,
        marker: .numbered(index), isDashed: isReference)
    }
    var parts = PlotAxis(label, range: 0.5...Double(max(own.count, 1)) + 0.5)
    parts.names = own.map { Self.short($0.part) }
    return Plot(
      title: "\(title) randomisation: \(network.markedTitle), \(layer)",
      x: parts,
      y: PlotAxis("Spearman correlation with the original map", range: -1.05...1.05),
      series: series,
      caption: "mean of \(draws) draw\(draws == 1 ? "" : "s"), seed \(seed); "
        + network.origin.label.printable)
  }

  /// Short tick label: `head` for the classifier, `s4` for stage4.
  private static func short(_ part: String) -> String {
    part.hasPrefix("stage") ? "s" + part.dropFirst(5) : "head"
  }
}

extension UInt64 {
  /// A number, or text if it is above the largest exact integer of JSON readers.
  var json: JSON { Int(exactly: self).map { .integer($0) } ?? .string(String(self)) }
}
