import Architectures
import Explanations
import Terminal

extension StepScreen {
  /// Follows one value: what is read, the weights, the products, and each step to the result.
  func drawComputation(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    guard let source, let channel = step.channel, let place = step.place else { return }
    let trace = source.trace(channel: channel, row: place.y, column: place.x)
    let engine = shown.value(channel: channel, row: place.y, column: place.x)
    let words = ComputationText(source: source, trace: trace, engine: engine)
    let (upper, lower) = area.splitBottom(min(words.lines.count, max(2, area.height - 3)))
    drawTerms(source, trace, in: upper, &canvas)
    let (notes, values) = lower.splitLeft(lower.width - Self.valueColumns)
    for (row, line) in words.lines.enumerated() {
      canvas.text(line.text, line.role, row: row, of: notes)
      canvas.text(line.value, line.role, row: row, of: values, [], .trailing)
    }
  }

  /// Columns of the values after each step.
  private static let valueColumns = 10

  /// The line above the numbers: which value is followed.
  func computationCaption(_ shown: LayerActivation) -> String {
    guard let channel = step.channel, let place = step.place else { return "" }
    let position = shown.isVector ? "" : ", row \(place.y + 1), column \(place.x + 1)"
    let title = network?.layers[shown.layer].operation.title ?? ""
    return "\(title) · one value: channel #\(channel)\(position)"
  }

  private func drawTerms(
    _ source: LayerSource, _ trace: ValueTrace, in area: Rect, _ canvas: inout Canvas
  ) {
    switch source.operation {
    case .convolution(let convolution) where convolution.kernel.area > 1:
      drawWindow(convolution.kernel, trace, in: area, &canvas)
    case .maxPool(let pooling), .averagePool(let pooling):
      drawGrids(pooling.kernel, trace.terms, ["read"], in: area, &canvas) { term, _ in
        term.value
      }
    default: drawList(source, trace, in: area, &canvas)
    }
  }

  /// Draws the window of one input channel: values, weights, products.
  private func drawWindow(
    _ kernel: Window, _ trace: ValueTrace, in area: Rect, _ canvas: inout Canvas
  ) {
    let parts = trace.parts(of: kernel.area)
    guard let best = parts.max(by: { abs($0.sum) < abs($1.sum) }) else { return }
    let rest = trace.terms.reduce(0) { $0 + $1.product } - best.sum
    let (grids, remark) = area.splitBottom(parts.count > 1 ? 1 : 0)
    drawGrids(
      kernel, best.terms, ["read, channel #\(best.channel)", "× weight", "= product"], in: grids,
      &canvas
    ) { term, column in
      column == 0 ? term.value : column == 1 ? term.weight : term.product
    }
    canvas.text(
      "#\(best.channel) adds \(Numbers.value(best.sum)), the other \(parts.count - 1) channels "
        + "\(Numbers.value(rest))", .muted, row: 0, of: remark)
  }

  /// Draws tables of a window's numbers side by side; padding is a dot.
  private func drawGrids(
    _ kernel: Window, _ terms: [ValueTrace.Term], _ titles: [String], in area: Rect,
    _ canvas: inout Canvas, _ number: (ValueTrace.Term, Int) -> Double?
  ) {
    // Without room for titles the rows of the window matter more.
    let header = area.height > kernel.height ? 1 : 0
    let cell = max(4, min(9, (area.width - 2 * titles.count) / (titles.count * kernel.width)))
    for (index, title) in titles.enumerated() {
      let table = Rect(
        area.x + index * (cell * kernel.width + 2), area.y, cell * kernel.width, area.height)
      if header == 1 {
        canvas.put(title, canvas.theme.style(.muted), in: table.intersection(area))
      }
      for (place, term) in terms.enumerated() {
        let (row, column) = (place / kernel.width, place % kernel.width)
        let text = number(term, index).map { $0.short(cell - 1) } ?? "·"
        let style = canvas.theme.style(term.value == nil ? .muted : .text)
        canvas.frame.put(
          text.padded(to: cell, .trailing), table.x + column * cell, table.y + header + row, style,
          in: area)
      }
    }
  }

  /// Draws the terms as a list, the largest first.
  private func drawList(
    _ source: LayerSource, _ trace: ValueTrace, in area: Rect, _ canvas: inout Canvas
  ) {
    let isWeighted = trace.terms.first?.weight != nil
    let isRanked = trace.terms.count > area.height
    let terms =
      isRanked ? trace.terms.sorted { abs($0.product) > abs($1.product) } : trace.terms
    let room = isRanked ? area.height - 1 : area.height
    for (row, term) in terms.prefix(max(0, room)).enumerated() {
      let name = source.inputs.count > 1 ? "input \(term.input + 1), #" : "#"
      var words = "\(name)\(term.channel)".padded(to: 12)
      if source.shape(term.input).height > 1 {
        words += "(\(term.row + 1), \(term.column + 1))".padded(to: 11)
      }
      words += (term.value.map(Numbers.value) ?? "padding").padded(to: 9, .trailing)
      if isWeighted {
        words += " × " + Numbers.value(term.weight ?? 0).padded(to: 8, .trailing)
        words += " = " + Numbers.value(term.product).padded(to: 9, .trailing)
      }
      canvas.text(words, .text, row: row, of: area)
    }
    guard isRanked, room >= 0 else { return }
    let left = terms.dropFirst(max(0, room)).reduce(0) { $0 + $1.product }
    canvas.text(
      "the other \(terms.count - room): together \(Numbers.value(left))", .muted,
      row: room, of: area)
  }
}

extension ValueTrace {
  /// The terms of one input channel.
  fileprivate struct Part {
    var channel: Int
    var terms: [Term]
    var sum: Double
  }

  fileprivate func parts(of size: Int) -> [Part] {
    stride(from: 0, to: terms.count, by: max(1, size)).map { start in
      let own = Array(terms[start..<min(terms.count, start + size)])
      return Part(
        channel: own[0].channel, terms: own, sum: own.reduce(0) { $0 + $1.product })
    }
  }
}

extension Double {
  /// The number in at most `width` columns: `−0.31`, `12.4`, `.031`.
  fileprivate func short(_ width: Int) -> String {
    if self == 0 { return "0" }
    for digits in stride(from: 3, through: 0, by: -1) {
      let text = Numbers.fixed(self, digits)
      if text.columns <= width { return text }
      let bare = text.replacing("0.", with: ".", maxReplacements: 1)
      if abs(self) < 1, bare.columns <= width { return bare }
    }
    return Numbers.fixed(self, 0)
  }
}
