import Pipeline

/// Prints explanations in the form that was asked for.
struct ExplanationPrinter {
  let format: CamCommand.Format
  private var count = 0

  init(format: CamCommand.Format) { self.format = format }

  mutating func print(_ explanation: Explanation, output: String?) {
    let object = JSON.object(
      explanation.examination.json(top: 5) + explanation.json(output: output))
    switch format {
    case .text: Console.print(text(explanation, output: output))
    case .jsonl: Console.print(object.text())
    case .json:
      Console.print(count == 0 ? "[" : ",")
      Console.print("  " + object.text(), terminator: "")
    case .csv:
      if count == 0 { Console.print(CSV.row(Self.columns), terminator: "") }
      Console.print(CSV.row(cells(explanation, output: output)), terminator: "")
    }
    count += 1
  }

  func finish() {
    guard format == .json else { return }
    Console.print(count == 0 ? "[]" : "\n]")
  }

  private static let columns = [
    "image", "variant", "checkpoint", "method", "layer", "index", "label", "probability", "logit",
    "map_height", "map_width", "map_minimum", "map_maximum", "output",
  ]

  private func cells(_ explanation: Explanation, output: String?) -> [String] {
    let network = explanation.examination.network
    let target = explanation.target
    let map = explanation.map
    return [
      explanation.examination.photograph.name, network.variant.name, network.origin.label,
      explanation.method, explanation.layer, String(target.index), target.label,
      "\(target.probability)", "\(target.logit)", String(map.height), String(map.width),
      "\(map.minimum)", "\(map.maximum)", output ?? "",
    ]
  }

  private func text(_ explanation: Explanation, output: String?) -> String {
    let examination = explanation.examination
    let map = explanation.map
    let target = explanation.target
    var lines = [
      "\(examination.photograph.name) · \(examination.network.variant.title) · "
        + examination.network.origin.label,
      "  \(target.index) \(target.label), "
        + "\(Format.fixed(target.probability * 100, 1)) %, logit \(Format.fixed(Double(target.logit), 3))",
      "  \(explanation.method) at \(explanation.layer): \(map.height)×\(map.width) cells from "
        + "\(Format.fixed(Double(map.minimum), 3)) to \(Format.fixed(Double(map.maximum), 3))",
    ]
    if !map.hasPositiveEvidence {
      lines.append("  no positive evidence: no place of the image speaks for this class")
    }
    if let output { lines.append("  overlay: \(output)") }
    return lines.map(\.printable).joined(separator: "\n")
  }
}
