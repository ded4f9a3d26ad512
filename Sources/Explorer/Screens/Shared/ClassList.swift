import Architectures
import Terminal

extension ScreenView {
  /// Draws ranked classes with bars of their probabilities.
  ///
  /// Many labels have a mark from the threshold on instead of a rank; plain numbers have no bar.
  func drawClasses(_ answer: PredictionFacts, cursor: Int, in area: Rect, _ canvas: inout Canvas) {
    let isPlain = answer.output == .linear
    // Plain numbers have no bar, and may be long.
    let valueWidth = isPlain ? min(max(7, area.width / 3), 14) : 7
    let barWidth = isPlain ? 0 : max(0, min(24, area.width - 34))
    let labelWidth = max(4, area.width - barWidth - valueWidth - 6)
    for (index, line) in area.lines(of: answer.classes.count, cursor: cursor) {
      let (item, isSelected) = (answer.classes[index], index == cursor)
      let style = canvas.row(line, isSelected: isSelected)
      let place = answer.isMultiLabel ? (item.isPresent ? "●" : "○") : "\(index + 1)"
      let rank = place.padded(to: 3, .trailing) + " "
      let rankStyle = isSelected ? style : canvas.theme.style(.muted)
      var x = line.x + canvas.frame.put(rank, line.x, line.y, rankStyle, in: line)
      x += canvas.frame.put(
        item.label.padded(to: labelWidth), x, line.y, isSelected ? style.with(.bold) : style,
        in: line)
      if let probability = item.probability {
        canvas.bar(probability, on: style.background, in: Rect(x + 1, line.y, barWidth, 1))
      }
      let answer =
        isPlain && item.answer.columns > valueWidth
        ? Numbers.value(item.logit) : item.answer
      let value = answer.padded(to: valueWidth, .trailing)
      canvas.frame.put(value, line.maxX - value.columns, line.y, style, in: line)
      canvas.hit(line, .row(index))
    }
  }
}
