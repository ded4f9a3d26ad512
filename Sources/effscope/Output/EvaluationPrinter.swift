import Attribution
import Evaluation
import Support

/// An evaluation as a person reads it: metrics down, methods across, conventions as footnotes.
struct EvaluationPrinter {
  let report: EvaluationReport

  /// Methods that fit beside one another on a common terminal.
  private static let across = 5

  var text: String {
    var lines = [heading]
    for image in report.images where image.methods.contains(where: { !$0.hasPositiveEvidence }) {
      let blank = image.methods.filter { !$0.hasPositiveEvidence }.map(\.method)
      lines.append(
        "  \(image.image): no positive evidence in the map of \(blank.joined(separator: ", "))")
    }
    let methods = report.request.methods.map(\.name)
    for part in methods.groups(of: Self.across) { lines += ["", table(part).text] }
    lines += ["", legend] + comparisonLines + [""] + notes
    return lines.printableText
  }

  private var heading: String {
    let network = report.network
    let title = "\(network.variant.title) · \(network.origin.label) · \(report.layer)"
    guard report.images.count == 1, let image = report.images.first else {
      return "\(report.images.count) images and classes · \(title)"
    }
    return "\(image.image) · \(title)\n  \(image.target.index) \(image.target.label), "
      + image.target.answer
      + (image.boxShare.map { "; boxes cover \(NumberText.fixed($0 * 100, 1)) % of the input" }
        ?? "")
  }

  private func table(_ methods: [String]) -> TextTable {
    var table = TextTable(columns: [("metric", .left)] + methods.map { ($0, .right) })
    for column in report.columns {
      let best = report.best(column)
      let arrow = column.better == .higher ? "↑" : "↓"
      let places = column.title.hasSuffix("%") ? 1 : 3
      table.rows.append(
        ["\(column.title) \(arrow)"]
          + methods.map { method in
            let summary = report.summary(method, column.name)
            guard !summary.mean.isNaN else { return "–" }
            let mean = NumberText.fixed(summary.mean, places) + (best.contains(method) ? "*" : " ")
            guard report.images.count > 1, !summary.standardError.isNaN else { return mean }
            return "\(mean)±\(NumberText.fixed(summary.standardError, places))"
          })
    }
    return table
  }

  private var legend: String {
    var text = "↑ higher is better, ↓ lower is better, * best of its row (several: a tie)"
    if report.images.count > 1 { text += "; mean ± standard error over images" }
    if report.isInterrupted { text += "; stopped before all images were done" }
    return text
  }

  /// How sure the order of the methods is, and which of them to take.
  private var comparisonLines: [String] {
    let comparisons = report.comparisons.filter { !$0.others.isEmpty }
    guard !comparisons.isEmpty else { return [] }
    guard report.images.count > 1 else {
      return ["", "One image says nothing about other images: give several for intervals."]
    }
    var lines = [
      "",
      "Paired differences from the best (t intervals over images, 95 % for all of a row together):",
    ]
    for comparison in comparisons { lines.append("  " + words(comparison)) }
    let standings = report.standings
    let names = standings.map(\.method).joined(separator: " or ")
    if let first = standings.first {
      lines.append(
        "To take: \(names), the best or not told apart from the best in \(first.columns) of "
          + "\(comparisons.count) measures.")
    }
    let baseline = EvaluationRequest.baselineName
    let weak = comparisons.filter { $0.candidates.contains(baseline) }.map(\.column.title)
    if !weak.isEmpty {
      lines.append(
        "Not told apart from \(baseline) by these images: the best of \(weak.joined(separator: ", "))."
      )
    }
    return lines
  }

  private func words(_ comparison: ColumnComparison) -> String {
    let best = comparison.best.joined(separator: ", ")
    let places = comparison.column.title.hasSuffix("%") ? 1 : 3
    func item(_ other: (method: String, difference: PairedDifference)) -> String {
      let interval = other.difference.interval.map {
        " (\(NumberText.fixed($0.lowerBound, places)) … \(NumberText.fixed($0.upperBound, places)))"
      }
      return "\(other.method) \(NumberText.fixed(other.difference.mean, places))\(interval ?? "")"
    }
    let near = comparison.others.filter { !$0.difference.isToldApart }.map(item)
    let far = comparison.others.filter(\.difference.isToldApart).map(item)
    var parts = ["\(comparison.best.count > 1 ? "tie of " : "")\(best)"]
    if !near.isEmpty { parts.append("not told apart: \(near.joined(separator: ", "))") }
    if !far.isEmpty { parts.append("worse: \(far.joined(separator: ", "))") }
    return "\(comparison.column.title): \(parts.joined(separator: "; "))"
  }

  private var notes: [String] {
    let ties = report.images.flatMap { $0.methods.map(\.tiedShare) }
    let share = ties.isEmpty ? 0 : ties.reduce(0, +) / Double(ties.count)
    return [
      "Conventions (\(NumberText.fixed(share * 100, 1)) % of pixels tie with others and are ranked by position):",
      "  \(EvaluationReport.tieRule)",
    ]
      + report.conventions.map { entry in
        "  \(entry.columns[entry.columns.count - 1].title): \(entry.convention) [\(entry.reference)]"
      }
  }
}
