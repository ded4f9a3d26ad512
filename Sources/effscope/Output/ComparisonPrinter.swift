import Explanations
import Support

/// A comparison as text, JSON or CSV: what was compared, and the table of rank correlations.
struct ComparisonPrinter {
  let comparison: Comparison
  /// The PNG of the grid, if one was written.
  let output: String?

  var text: String {
    let items = comparison.explanations
    var maps = TextTable(columns: [
      ("#", .right), ("compared", .left), ("network", .left), ("method", .left), ("layer", .left),
      ("class", .left), ("answer", .right), ("cells", .right), ("minimum", .right),
      ("maximum", .right),
    ])
    maps.rows = items.enumerated().map { index, item in
      let network = item.examination.network
      let target = item.target
      let evidence = item.map.hasPositiveEvidence ? "" : " (no positive evidence)"
      return [
        String(index + 1), comparison.label(index).printable,
        network.variant.name + (network.origin.isUntrained ? " (untrained)" : ""), item.method,
        item.layer, "\(target.index) \(target.label)".printable,
        target.answer, "\(item.map.height)×\(item.map.width)",
        NumberText.measured(Double(item.map.minimum)),
        NumberText.measured(Double(item.map.maximum)) + evidence,
      ]
    }
    let correlations = TextTable(
      columns: [("#", .right)]
        + items.indices.map { (title: String($0 + 1), alignment: .right) },
      rows: items.indices.map { row in
        [String(row + 1)]
          + comparison.correlations[row].map { $0.isNaN ? "–" : NumberText.fixed($0, 3) }
      })
    var lines = [
      items[0].examination.photograph.name.printable, "", maps.text, "",
      "rank correlation (Spearman); \(comparison.sampling)", "", correlations.text,
    ]
    if let output { lines += ["", "grid: \(output.printable)"] }
    return lines.joined(separator: "\n")
  }

  var csv: String {
    let items = comparison.explanations
    let header =
      [
        "number", "compared", "image", "variant", "checkpoint", "method", "layer", "index", "label",
        "probability", "logit", "map_height", "map_width", "map_minimum", "map_maximum",
        "precision",
      ] + items.indices.map { "spearman_\($0 + 1)" }
    let rows = items.enumerated().map { index, item in
      let network = item.examination.network
      let target = item.target
      return [
        String(index + 1), comparison.label(index), item.examination.photograph.name,
        network.variant.name, network.origin.label, item.method, item.layer, String(target.index),
        target.label, target.probabilityField, "\(target.logit)", String(item.map.height),
        String(item.map.width), "\(item.map.minimum)", "\(item.map.maximum)", network.precision,
      ] + comparison.correlations[index].map { $0.isNaN ? "" : "\($0)" }
    }
    return CSV.file(header, rows)
  }

  func json(_ styles: [PictureStyle]) -> JSON {
    let maps = comparison.explanations.enumerated().map { index, item in
      JSON.object(
        [("label", .string(comparison.label(index)))] + item.examination.json(top: 5)
          + item.json(styles[index], files: SavedFiles()))
    }
    let correlation = JSON.object([
      ("kind", .string("spearman")), ("sampling", .string(comparison.sampling)),
      ("height", .integer(comparison.gridSize.height)),
      ("width", .integer(comparison.gridSize.width)),
      ("matrix", .array(comparison.correlations.map { .array($0.map { .number($0) }) })),
    ])
    return .object([
      ("image", .string(comparison.explanations[0].examination.photograph.name)),
      ("rows", .array(comparison.rows.map { .string($0) })),
      ("columns", .array(comparison.columns.map { .string($0) })),
      ("maps", .array(maps)), ("correlation", correlation),
      ("output", output.map { .string($0) } ?? .null),
    ])
  }
}
