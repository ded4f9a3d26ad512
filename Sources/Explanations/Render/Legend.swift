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
    notes = [
      "minimum \(NumberText.measured(Double(map.minimum))), maximum "
        + "\(NumberText.measured(Double(map.maximum))) · \(explanation.scaleText(style))"
    ]
    if let account = explanation.account { notes.append(account.words) }
    if let note = explanation.singleCellNote { notes.append(note) }
    if explanation.isPartial { notes.append("partial: stopped before the method was done") }
    bar = explanation.colorBar(style)
    if bar == nil {
      notes.insert("\(DisplayRules.noEvidence): no place speaks for this class", at: 0)
    }
  }

  /// The strip, `width` pixels wide, or wider if its text needs it.
  func picture(width: Int) throws(FiguresError) -> Picture {
    let width = max(width, 340)
    let unit = max(1, Double(width) / 560)
    let left = 10 * unit
    let room = Double(width) - 2 * left
    let headingStyle = Page.Style(size: 13 * unit, isBold: true)
    let factStyle = Page.Style(size: 11 * unit)
    let noteStyle = Page.Style(size: 10 * unit, color: RGBColor(red: 80, green: 80, blue: 80))
    var rows: [(text: String, style: Page.Style, height: Double)] = []
    for (index, line) in lines.enumerated() {
      let style = index == 0 ? headingStyle : factStyle
      rows += Page.lines(of: line, style, width: room).map { ($0, style, 16 * unit) }
    }
    let noteRows = notes.flatMap { Page.lines(of: $0, noteStyle, width: room) }
    let barTop = rows.reduce(12 * unit) { $0 + $1.height }
    let noteTop = barTop + (bar == nil ? 0 : 38 * unit)
    let height = noteTop + 15 * unit * Double(noteRows.count) + 2 * unit
    var page = Page(width: width, height: Int(height.rounded(.up)))
    var y = 3 * unit
    for row in rows {
      y += row.height
      page.write(row.text, row.style, x: left, y: y, limit: room)
    }
    bar?.draw(on: &page, x: left, y: barTop, width: room, unit: unit)
    for (index, note) in noteRows.enumerated() {
      page.write(
        note, noteStyle, x: left, y: noteTop + (5 + 15 * Double(index)) * unit, limit: room)
    }
    return try page.picture()
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
      color: { style.color(at: scale.position(of: $0)) })
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
    return "\(scale.kind.rawValue) scale\(scale.isSigned ? ", signed" : "") · "
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
