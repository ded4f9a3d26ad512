import Terminal

extension ScreenView {
  /// Draws ranked classes with bars of their probabilities.
  func drawClasses(_ answer: PredictionFacts, cursor: Int, in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let first = Table.offset(selected: cursor, count: answer.classes.count, visible: area.height)
    let barWidth = max(0, min(24, area.width - 34))
    for row in 0..<min(area.height, answer.classes.count - first) {
      let item = answer.classes[first + row]
      let line = Rect(area.x, area.y + row, area.width, 1)
      let isSelected = first + row == cursor
      let style = isSelected ? theme.selected : theme.style(.text)
      if isSelected { canvas.frame.fill(line, style) }
      let percent = Numbers.percent(item.probability).padded(to: 7, .trailing)
      let labelWidth = area.width - barWidth - 13
      var x = line.x
      let rank = "\(first + row + 1)".padded(to: 3, .trailing)
      x += canvas.frame.put(
        rank + " ", x, line.y, isSelected ? style : theme.style(.muted), in: line)
      x += canvas.frame.put(
        item.label.padded(to: max(4, labelWidth)), x, line.y,
        isSelected ? style.with(.bold) : style, in: line)
      if barWidth > 0 {
        canvas.draw(
          Bar(
            value: item.probability, color: theme.gradient(item.probability),
            track: theme[.barTrack], background: style.background),
          in: Rect(x + 1, line.y, barWidth, 1))
        x += barWidth + 1
      }
      canvas.frame.put(percent, line.maxX - 7, line.y, style, in: line)
      canvas.hit(line, .row(first + row))
    }
  }
}
