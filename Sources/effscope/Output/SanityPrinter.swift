import Evaluation
import Support

/// A sanity check as a person reads it: parts down, methods across, verdicts below.
struct SanityPrinter {
  let report: SanityReport

  /// Methods that fit beside one another on a common terminal.
  private static let across = 4

  var text: String {
    let target = report.target
    var lines = [
      "\(report.image) · \(report.network.variant.title) · \(report.network.origin.label) · "
        + report.layer,
      "  \(target.index) \(target.label), \(target.answer)",
    ]
    for order in ["cascading", "independent"] {
      let steps = report.steps.filter { $0.order == order }
      guard !steps.isEmpty else { continue }
      lines += ["", Self.heading(order)]
      for part in report.methods.groups(of: Self.across) { lines += [table(steps, part).text, ""] }
      lines.removeLast()
    }
    lines.append("")
    lines += report.isInterrupted ? ["stopped before all parts were done"] : verdicts
    lines.append("Conventions:")
    lines += report.conventions.map { "  \($0)" }
    return lines.printableText
  }

  private static func heading(_ order: String) -> String {
    order == "cascading"
      ? "Cascading: everything from the classifier down to the part is random (ρ, ρ abs, SSIM)"
      : "Independent: the part alone is random (ρ, ρ abs, SSIM)"
  }

  private func table(_ steps: [SanityStep], _ methods: [String]) -> TextTable {
    var table = TextTable(columns: [("part", .left)] + methods.map { ($0, .right) })
    table.rows = steps.map { step in
      [step.part]
        + methods.map { method in
          guard let found = step.similarities[method] else { return "–" }
          return [found.spearman, found.absoluteSpearman, found.structural]
            .map { NumberText.right($0.isNaN ? "–" : NumberText.fixed($0, 2), 5) }
            .joined(separator: " ")
        }
    }
    return table
  }

  private var verdicts: [String] {
    report.verdicts.map { verdict in
      "\(verdict.method) " + words(verdict)
    }
  }

  /// What was found of one method.
  private func words(_ verdict: SanityVerdict) -> String {
    let value = NumberText.fixed(verdict.spearman, 2)
    let isEdges = verdict.method == SanityReport.edgeDetector
    if verdict.outcome == .undefined {
      return "could not be judged: its map can't be ranked once every weight is random"
    }
    let classWords =
      verdict.ignoresClassifier && !isEdges
      ? "does not depend on the class: with a random classifier its map stays the same (ρ "
        + "\(NumberText.fixed(verdict.classifierSpearman, 2))); " : ""
    switch verdict.outcome {
    case .dependent:
      return classWords + "depends on the weights: correlation \(value) once every weight is random"
    case .independent:
      return classWords
        + "DOES NOT DEPEND ON THE WEIGHTS: correlation still \(value) with every weight random"
    case .undefined: return ""
    }
  }
}

extension [String] {
  /// The lines, free of control characters; a line may itself hold several.
  var printableText: String {
    flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      .map { String($0).printable }.joined(separator: "\n")
  }

  func groups(of count: Int) -> [[String]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0...].prefix(count)) }
  }
}
