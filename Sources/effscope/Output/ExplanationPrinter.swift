import Explanations
import Support

/// Prints explanations one after the other.
struct ExplanationPrinter {
  private var stream: StreamPrinter

  init(format: StreamFormat) { stream = StreamPrinter(format: format) }

  mutating func print(_ explanation: Explanation, _ style: PictureStyle, _ files: SavedFiles) {
    stream.print(
      text: Self.text(explanation, style, files),
      json: .object(explanation.examination.json(top: 5) + explanation.json(style, files: files)),
      columns: Self.columns, rows: [Self.cells(explanation, style, files)])
  }

  func finish() { stream.finish() }

  private static let columns = [
    "image", "variant", "checkpoint", "method", "layer", "index", "label", "probability", "logit",
    "map_height", "map_width", "map_minimum", "map_maximum", "output", "versus", "score", "fuse",
    "smooth", "partial", "positive_evidence", "scale", "signed", "scale_low", "scale_high",
    "account_evidence", "account_bias", "account_share", "box_x", "box_y", "box_width",
    "box_height", "milliseconds", "dialect", "seen_x", "seen_y", "seen_width", "seen_height",
    "precision",
  ]

  private static func cells(
    _ explanation: Explanation, _ style: PictureStyle, _ files: SavedFiles
  ) -> [String] {
    let network = explanation.examination.network
    let target = explanation.target
    let map = explanation.map
    let scale = explanation.scale(style)
    let account = explanation.account
    let box = explanation.box(style)
    let seen = explanation.examination.image.rectangle
    return [
      explanation.examination.photograph.name, network.variant.name, network.origin.label,
      explanation.method, explanation.layer, String(target.index), target.label,
      target.probabilityField, "\(target.logit)", String(map.height), String(map.width),
      "\(map.minimum)", "\(map.maximum)", files.overlay ?? "",
      explanation.versus.map { String($0.index) } ?? "", "\(explanation.score)",
      explanation.question.fusion?.rawValue ?? "", explanation.question.smoothing.rawValue,
      String(explanation.isPartial), String(map.hasPositiveEvidence), scale.kind.rawValue,
      String(scale.isSigned), "\(scale.low)", "\(scale.high)",
      account.map { "\($0.evidence)" } ?? "", account.map { "\($0.bias)" } ?? "",
      account?.share.map { "\($0)" } ?? "", box.map { String($0.x) } ?? "",
      box.map { String($0.y) } ?? "", box.map { String($0.width) } ?? "",
      box.map { String($0.height) } ?? "", "\(explanation.milliseconds)",
      network.origin.dialect, "\(seen.x)", "\(seen.y)", "\(seen.width)", "\(seen.height)",
      network.precision,
    ]
  }

  private static func text(
    _ explanation: Explanation, _ style: PictureStyle, _ files: SavedFiles
  ) -> String {
    let examination = explanation.examination
    let map = explanation.map
    var lines = [
      "\(examination.photograph.name) · \(examination.network.variant.title) · "
        + examination.network.origin.label,
      "  " + subject(explanation),
      "  \(explanation.method) at \(explanation.layer)\(manner(explanation)): "
        + "\(map.height)×\(map.width) cells from \(NumberText.fixed(Double(map.minimum), 3)) to "
        + NumberText.fixed(Double(map.maximum), 3),
    ]
    if map.maximum != 0 || map.minimum != 0, max(map.maximum, -map.minimum) < 0.0005 {
      lines[2] += " (\(NumberText.measured(Double(map.maximum))) at most)"
    }
    if let note = examination.network.origin.dialectNote { lines.insert("  " + note, at: 1) }
    if !map.hasPositiveEvidence {
      lines.append("  no positive evidence: no place of the image speaks for this class")
    }
    if let truth = explanation.truthText { lines.append("  " + truth) }
    if let note = explanation.weakNote(style) { lines.append("  " + note) }
    if let account = explanation.account { lines.append("  " + account.words) }
    if explanation.isPartial { lines.append("  partial: stopped before the method was done") }
    if let note = explanation.singleCellNote { lines.append("  " + note) }
    for box in explanation.boxes(style) {
      lines.append("  box: \(box.width)×\(box.height) pixels at (\(box.x), \(box.y))")
    }
    let saved = [
      ("overlay", files.overlay), ("map", files.map),
      ("map of the photograph", files.photographMap), ("activations", files.activations),
      ("gradients", files.gradients),
    ]
    lines += saved.compactMap { what, path in path.map { "  \(what): \($0)" } }
    return lines.map(\.printable).joined(separator: "\n")
  }

  /// The class with its score, and the one it is contrasted with.
  private static func subject(_ explanation: Explanation) -> String {
    let target = explanation.target
    let output = explanation.examination.network.network.outputActivation
    let number = NumberText.fixed(Double(target.logit), 3)
    let line =
      "\(target.index) \(target.label), "
      + (output == .linear
        ? "output \(number)"
        : "\(target.answer)\(output == .sigmoid ? " (sigmoid)" : ""), logit \(number)")
    guard let versus = explanation.versus else { return line }
    return line + " rather than \(versus.index) \(versus.label), logit "
      + "\(NumberText.fixed(Double(versus.logit), 3)): difference "
      + NumberText.fixed(Double(explanation.score), 3)
  }

  private static func manner(_ explanation: Explanation) -> String {
    let question = explanation.question
    return (question.fusion.map { ", fused by \($0.rawValue)" } ?? "")
      + (question.smoothing == .none ? "" : ", smoothed by \(question.smoothing.rawValue)")
  }
}
