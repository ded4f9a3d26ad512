import Attribution
import Figures
import Imaging
import Support

/// The strip below an overlay: class, method, layer, network, and the values of the colours.
///
/// The colour bar shows the map's raw values from minimum to maximum, always including zero; values
/// that the scale clamps have the colour of its end.
struct Legend {
  /// Lines above the bar; the first is the heading.
  var lines: [String]
  var notes: [String]
  /// The colour bar; nil if the map has nothing to draw.
  var bar: ColorBar?

  init(_ explanation: Explanation, _ style: PictureStyle) {
    let target = explanation.target
    let network = explanation.examination.network
    let map = explanation.map
    var heading = "\(target.index) \(target.label.printable)"
    if let versus = explanation.versus {
      heading += " rather than \(versus.index) \(versus.label.printable)"
    }
    lines = [
      heading,
      "\(explanation.methodTitle) at \(explanation.layer.replacing("+", with: " + ")) · \(network.variant.title)"
        + (network.origin.isUntrained ? " (untrained)" : "")
        + " · \(explanation.scoreText)",
    ]
    if let truth = explanation.truthText { lines.insert(truth, at: 1) }
    notes = [
      "minimum \(NumberText.measured(Double(map.minimum))), maximum "
        + "\(NumberText.measured(Double(map.maximum))) · \(explanation.scaleText(style))"
    ]
    if let account = explanation.account { notes.append(account.words) }
    if let note = explanation.singleCellNote { notes.append(note) }
    if let note = explanation.weakNote(style) { notes.append(note) }
    if explanation.isPartial { notes.append("partial: stopped before the method was done") }
    bar = explanation.colorBar(style)
    if bar == nil {
      notes.insert("\(DisplayRules.noEvidence): no place speaks for this class", at: 0)
    }
  }

  /// Height of the strip, `width` wide; plain letters have 11 of `unit`.
  func height(width: Double, unit: Double) -> Double {
    let (rows, notes) = rows(width: width, unit: unit)
    let barTop = rows.reduce(12 * unit) { $0 + $1.height }
    let noteTop = barTop + (bar == nil ? 0 : 38 * unit)
    return noteTop + 15 * unit * Double(notes.count) + 2 * unit
  }

  /// Draws the strip with its top at `y`.
  func draw(on page: inout Page, y top: Double, width: Double, unit: Double) {
    let left = 10 * unit
    let room = width - 2 * left
    let (rows, notes) = rows(width: width, unit: unit)
    var y = top + 3 * unit
    for row in rows {
      y += row.height
      page.write(row.text, row.style, x: left, y: y, limit: room)
    }
    let barTop = top + rows.reduce(12 * unit) { $0 + $1.height }
    let noteTop = barTop + (bar == nil ? 0 : 38 * unit)
    bar?.draw(on: &page, x: left, y: barTop, width: room, unit: unit)
    for (index, note) in notes.enumerated() {
      page.write(
        note, Self.noteStyle(unit), x: left, y: noteTop + (5 + 15 * Double(index)) * unit,
        limit: room)
    }
  }

  private typealias Row = (text: String, style: Page.Style, height: Double)

  private static func noteStyle(_ unit: Double) -> Page.Style {
    Page.Style(size: 10 * unit, color: RGBColor(red: 80, green: 80, blue: 80))
  }

  /// The lines and the notes, wrapped.
  private func rows(width: Double, unit: Double) -> (rows: [Row], notes: [String]) {
    let room = width - 20 * unit
    var rows: [Row] = []
    for (index, line) in lines.enumerated() {
      let style = Page.Style(size: (index == 0 ? 13 : 11) * unit, isBold: index == 0)
      rows += Page.lines(of: line, style, width: room).map { ($0, style, 16 * unit) }
    }
    return (
      rows, notes.flatMap { Page.lines(of: $0, Self.noteStyle(unit), width: room) }
    )
  }
}

extension Explanation {
  /// The colour bar of the map in `style`; nil if there is nothing to draw.
  func colorBar(_ style: PictureStyle) -> ColorBar? {
    let scale = scale(style)
    let isBlank = style.compatibility == nil ? scale.isBlank(map) : !map.hasPositiveEvidence
    guard !isBlank else { return nil }
    return ColorBar(
      minimum: min(map.minimum, scale.low, 0), maximum: max(map.maximum, scale.high, 0),
      color: { style.color(at: scale.position(of: $0)) },
      levels: style.compatibility == nil
        ? style.overlay.contours.map { scale.low + $0 * (scale.high - scale.low) } : [])
  }

  /// The true class and its place among the answers; nil if it is not known.
  package var truthText: String? {
    guard let truth else { return nil }
    let logits = examination.classification.logits
    let place = logits.count { $0 > truth.logit } + 1
    let verdict = truth.index == target.index ? ", the explained class" : ""
    return "true: \(truth.index) \(truth.label.printable), \(truth.answer), "
      + "place \(place) of \(logits.count)\(verdict)"
  }

  /// What there is to say of positive evidence that is small beside the negative; nil otherwise.
  package func weakNote(_ style: PictureStyle) -> String? {
    let scale = scale(style)
    guard style.compatibility == nil, !scale.isBlank(map), scale.strength(of: map) < 1 else {
      return nil
    }
    return "weak, so drawn dimmed: the largest evidence for the class, "
      + "\(NumberText.measured(Double(scale.high))), is small beside that against it, "
      + NumberText.measured(Double(map.minimum))
  }

  /// Method, smoothing and fusion.
  package var methodTitle: String {
    var title = question.method.title
    if question.smoothing != .none { title += ", smooth \(question.smoothing.rawValue)" }
    if let fusion = question.fusion { title += ", \(fusion.rawValue)" }
    return title
  }

  package var scoreText: String {
    let number = NumberText.fixed(Double(score), 2)
    guard versus == nil else { return "logit difference \(number)" }
    guard let probability = target.probability else { return "output \(number)" }
    return "logit \(number) · \(NumberText.fixed(probability * 100, 1))\u{A0}%"
      + (examination.network.network.outputActivation == .sigmoid ? " (sigmoid)" : "")
  }

  /// Scale, colour map and interpolation as text.
  package func scaleText(_ style: PictureStyle) -> String {
    if let library = style.compatibility { return "as \(library.rawValue) draws it" }
    let scale = scale(style)
    return "\(scale.words)\(scale.isSigned ? ", signed" : "") · "
      + "\(style.colorMap.name), \(style.interpolation.rawValue)"
  }
}

extension EvidenceAccount {
  package var words: String {
    "places \(NumberText.measured(evidence)) \(bias < 0 ? "−" : "+") bias "
      + "\(NumberText.measured(abs(bias))) = \(NumberText.measured(score))"
      + (share.map { ": the map accounts for \(NumberText.percent($0)) of the score" } ?? "")
  }
}

extension DisplayScale {
  /// `own scale`, or the values that several pictures share.
  var words: String {
    switch kind {
    case .own: "own scale"
    case .shared: "shared scale"
    case .photograph, .fixed:
      "scale \(NumberText.measured(Double(low))) to \(NumberText.measured(Double(high)))"
    }
  }
}
