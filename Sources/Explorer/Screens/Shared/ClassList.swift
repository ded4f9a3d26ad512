import Architectures
import Terminal

/// The columns of a list of classes: labels are whole where there is room, bars take the rest.
package struct ClassColumns: Equatable, Sendable {
  /// Columns of the rank with a space behind it.
  package static let rank = 4
  package let label, bar, value: Int

  /// Bars of fewer columns say nothing.
  private static let shortestBar = 4

  package init(width: Int, longestLabel: Int, value: Int, hasBars: Bool) {
    self.value = min(value, max(0, width - Self.rank))
    let room = max(0, width - Self.rank - self.value)
    let rest = room - longestLabel - 1
    bar = hasBars && rest >= Self.shortestBar ? rest : 0
    label = max(0, bar > 0 ? longestLabel : room)
  }
}

extension ScreenView {
  /// Draws ranked classes with bars of their probabilities or logits, which share one origin.
  ///
  /// Many labels have a mark from the threshold on instead of a rank; plain numbers have no bar.
  func drawClasses(
    _ answer: PredictionFacts, cursor: Int, by scale: ClassScale = .probability, in area: Rect,
    _ canvas: inout Canvas
  ) {
    let isPlain = answer.output == .linear
    let lines = area.lines(of: answer.classes.count, cursor: cursor)
    let columns = ClassColumns(
      width: area.width,
      longestLabel: lines.map { answer.classes[$0.index].label.columns }.max() ?? 0,
      // Plain numbers have no bar, and may be long.
      value: isPlain ? min(max(8, area.width / 3), 14) : scale.width, hasBars: !isPlain)
    let logits = answer.classes.map(\.logit)
    let (lowest, highest) = (logits.min() ?? 0, logits.max() ?? 0)
    for (index, line) in lines {
      let (item, isSelected) = (answer.classes[index], index == cursor)
      let style = canvas.row(line, isSelected: isSelected)
      let place = answer.isMultiLabel ? (item.isPresent ? "●" : "○") : "\(index + 1)"
      let rank = place.padded(to: 3, .trailing) + " "
      let rankStyle = isSelected ? style : canvas.theme.style(.muted)
      let x = line.x + canvas.frame.put(rank, line.x, line.y, rankStyle, in: line)
      canvas.frame.put(
        item.label.padded(to: columns.label), x, line.y, isSelected ? style.with(.bold) : style,
        in: line)
      if columns.bar > 0 {
        let bar = scale.bar(item, lowest: lowest, highest: highest)
        canvas.bar(
          bar.end, from: bar.origin, on: style.background,
          in: Rect(x + columns.label + 1, line.y, columns.bar, 1))
      }
      let exact = scale.number(item)
      let text = isPlain && exact.columns > columns.value ? Numbers.value(item.logit) : exact
      let value = text.padded(to: columns.value, .trailing)
      canvas.frame.put(value, line.maxX - value.columns, line.y, style, in: line)
      canvas.hit(line, .row(index))
    }
  }
}
