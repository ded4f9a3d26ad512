import Terminal

extension ScreenView {
  /// Draws ranked classes with bars of their probabilities.
  func drawClasses(_ answer: PredictionFacts, cursor: Int, in area: Rect, _ canvas: inout Canvas) {
    let barWidth = max(0, min(24, area.width - 34))
    let labelWidth = max(4, area.width - barWidth - 13)
    for (index, line) in area.lines(of: answer.classes.count, cursor: cursor) {
      let (item, isSelected) = (answer.classes[index], index == cursor)
      let style = canvas.row(line, isSelected: isSelected)
      let rank = "\(index + 1)".padded(to: 3, .trailing) + " "
      let rankStyle = isSelected ? style : canvas.theme.style(.muted)
      var x = line.x + canvas.frame.put(rank, line.x, line.y, rankStyle, in: line)
      x += canvas.frame.put(
        item.label.padded(to: labelWidth), x, line.y, isSelected ? style.with(.bold) : style,
        in: line)
      canvas.bar(item.probability, on: style.background, in: Rect(x + 1, line.y, barWidth, 1))
      let percent = Numbers.percent(item.probability).padded(to: 7, .trailing)
      canvas.frame.put(percent, line.maxX - 7, line.y, style, in: line)
      canvas.hit(line, .row(index))
    }
  }
}
