import Attribution
import Explanations
import Support

/// Evaluations of several images under one request, as JSON, CSV and plots.
package struct EvaluationReport: Sendable {
  package let network: LoadedNetwork
  package let request: EvaluationRequest
  package let layer: String
  package var images: [ImageEvaluation] = []
  /// Images that could not be evaluated.
  package var failed = 0
  package var isInterrupted = false

  package init(_ evaluator: Evaluator) {
    network = evaluator.network
    request = evaluator.request
    layer = evaluator.layerName
  }

  package var columns: [MetricColumn] { request.metrics.flatMap(\.columns) }

  /// Convention and reference of each metric.
  package var conventions: [(columns: [MetricColumn], convention: String, reference: String)] {
    request.metrics.map { ($0.columns, $0.convention(request.settings), $0.reference) }
  }

  /// How ties between pixels are broken, which decides part of a coarse map's ranking.
  package static let tieRule =
    "displayed map: ReLU and min-max on the map's own grid, then up-sampled bilinearly; equal pixels "
    + "are ranked by their signed value, then from the top left"

  /// The mean of a column over all images for one method.
  ///
  /// For a column of the best of curves, that is the best point of the mean curve.
  package func summary(_ method: String, _ column: String) -> MetricSummary {
    let results = results(of: method)
    guard columns.first(where: { $0.name == column })?.isBestOfCurve ?? false else {
      return MetricSummary(results.compactMap { $0.values[column] })
    }
    let curves = results.compactMap { $0.curves[column] }
    let best = MetricCurve.mean(of: curves)?.probabilities.max()
    return MetricSummary(mean: best ?? .nan, count: curves.count)
  }

  /// The mean of a column's curves over all images; nil if their fractions differ.
  package func curve(_ method: String, _ column: String) -> MetricCurve? {
    MetricCurve.mean(of: results(of: method).compactMap { $0.curves[column] })
  }

  private func results(of method: String) -> [MethodEvaluation] {
    images.compactMap { $0.methods.first { $0.method == method } }
  }

  /// The methods with the best mean in a column; empty if no method has a value.
  package func best(_ column: MetricColumn) -> Set<String> {
    let means = request.methods.map { ($0.name, summary($0.name, column.name).mean) }
      .filter { !$0.1.isNaN }
    guard let first = means.first else { return [] }
    let best = means.reduce(first.1) {
      column.better == .higher ? max($0, $1.1) : min($0, $1.1)
    }
    return Set(means.filter { $0.1 == best }.map(\.0))
  }
}

// MARK: - Files

extension EvaluationReport {
  /// Conventions, values and curves of each image, and means.
  package var json: JSON {
    let rules: [(String, JSON)] = conventions.map { entry in
      let text = "\(entry.convention) [\(entry.reference)]"
      return (entry.columns[entry.columns.count - 1].name, .string(text))
    }
    return .object([
      ("variant", .string(network.variant.name)), ("checkpoint", .string(network.origin.label)),
      ("untrained", .boolean(network.origin.isUntrained)),
      ("precision", .string(network.precision)), ("layer", .string(layer)),
      ("classifier_activation", .string(network.network.outputActivation.rawValue)),
      ("steps", .integer(request.settings.steps)), ("seed", request.settings.seed.json),
      ("conventions", .object([("ranking", .string(Self.tieRule))] + rules)),
      ("images", .array(images.map(json))), ("summary", .array(request.methods.map(summaryJSON))),
      ("comparisons", comparisonsJSON),
      ("recommended", .array(standings.map { .string($0.method) })),
      ("failed", .integer(failed)), ("interrupted", .boolean(isInterrupted)),
    ])
  }

  private func json(_ image: ImageEvaluation) -> JSON {
    .object([
      ("image", .string(image.image)), ("class", image.target.json),
      ("box_share", image.boxShare.map { .number($0) } ?? .null),
      ("methods", .array(image.methods.map(json))),
    ])
  }

  private func json(_ method: MethodEvaluation) -> JSON {
    let drawn = request.metrics.filter(\.hasCurve).flatMap(\.columns)
    let curves: [(String, JSON)] = drawn.compactMap { column in
      guard let curve = method.curves[column.name] else { return nil }
      let points = JSON.object([
        ("fractions", .array(curve.fractions.map { .number($0) })),
        ("probabilities", .array(curve.probabilities.map { .number($0) })),
      ])
      return (column.name, points)
    }
    let values = columns.map { ($0.name, JSON.number(method.values[$0.name] ?? .nan)) }
    return .object([
      ("method", .string(method.method)),
      ("positive_evidence", .boolean(method.hasPositiveEvidence)),
      ("tied_share", .number(method.tiedShare)),
      ("milliseconds", .number((method.milliseconds * 1e3).rounded() / 1e3)),
      ("values", .object(values)), ("curves", .object(curves)),
    ])
  }

  private func summaryJSON(_ method: any AttributionMethod) -> JSON {
    let values: [(String, JSON)] = columns.map { column in
      let summary = summary(method.name, column.name)
      let numbers = JSON.object([
        ("mean", .number(summary.mean)), ("standard_error", .number(summary.standardError)),
        ("images", .integer(summary.count)),
      ])
      return (column.name, numbers)
    }
    return .object([("method", .string(method.name)), ("values", .object(values))])
  }

  /// One row for each image and method, then means and standard errors.
  package var csv: String {
    let header = [
      "variant", "checkpoint", "kind", "image", "class", "label", "method", "tied_share",
    ]
    var rows: [[String]] = []
    for image in images {
      for method in image.methods {
        rows.append(
          [
            "image", image.image, String(image.target.index), image.target.label, method.method,
            "\(method.tiedShare)",
          ] + columns.map { Self.cell(method.values[$0.name] ?? .nan) })
      }
    }
    for method in request.methods {
      let summaries = columns.map { summary(method.name, $0.name) }
      for (kind, value) in [("mean", \MetricSummary.mean), ("standard-error", \.standardError)] {
        rows.append(
          [kind, "", "", "", method.name, ""] + summaries.map { Self.cell($0[keyPath: value]) })
      }
    }
    // The label marks untrained weights in every row.
    let origin = [network.variant.name, network.origin.label]
    return CSV.file(
      header + columns.map(\.name) + ["precision"],
      rows.map { origin + $0 + [network.precision] })
  }

  /// The number, or an empty text for NaN.
  private static func cell(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }
}
