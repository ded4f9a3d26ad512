import Terminal

extension State {
  func drawPredict(in area: Rect, _ canvas: inout Canvas) {
    if area.width >= 72 {
      if isZoomed {
        return pane == 0 ? photographPane(in: area, &canvas) : classesPane(in: area, &canvas)
      }
      let width = area.width >= 130 ? area.width * 55 / 100 : area.width / 2
      let (left, right) = area.splitLeft(width)
      photographPane(in: left, &canvas)
      classesPane(in: right, &canvas)
    } else if area.height >= 26, !isZoomed {
      let (top, bottom) = area.splitTop(area.height / 2)
      photographPane(in: top, &canvas)
      classesPane(in: bottom, &canvas)
    } else {
      pane == 0 ? classesPane(in: area, &canvas) : photographPane(in: area, &canvas)
    }
  }

  private func photographPane(in area: Rect, _ canvas: inout Canvas) {
    let picture = subject.picture
    let inside = canvas.pane(
      picture?.name ?? "Photograph", in: area,
      note: picture.map { "\($0.width)×\($0.height)" })
    guard let picture else { return drawNoPhotograph(in: inside, &canvas) }
    drawPhotograph(picture, in: inside, &canvas)
  }

  private func classesPane(in area: Rect, _ canvas: inout Canvas) {
    let answer = subject.currentAnswer
    let inside = canvas.pane(
      "Predictions", in: area, isFocused: true,
      note: answer.map { Numbers.time(milliseconds: $0.phases.map(\.milliseconds).reduce(0, +)) },
      caption: "$ \(commandLine)"
    ).inset(1, 0)
    guard let answer else {
      let status = answerStatus
      return canvas.message(status.text, status.role, in: inside)
    }
    let (list, foot) =
      inside.height >= 10
      ? inside.splitBottom(answer.isUntrained ? 4 : 3)
      : (inside, Rect(inside.x, inside.maxY, 0, 0))
    drawClasses(answer, cursor: predict.cursor, in: list, &canvas)
    drawPhases(answer, in: foot, &canvas)
  }

  /// Classes with their probabilities as bars.
  func drawClasses(_ answer: Answer, cursor: Int, in area: Rect, _ canvas: inout Canvas) {
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

  private func drawPhases(_ answer: Answer, in area: Rect, _ canvas: inout Canvas) {
    guard area.height > 0 else { return }
    let theme = canvas.theme
    canvas.frame.fill(Rect(area.x, area.y, area.width, 1), theme.style(.border), "─")
    var spans: [Span] = []
    for phase in answer.phases {
      if !spans.isEmpty { spans.append(Span("  ", theme.style(.muted))) }
      spans.append(Span(phase.name + " ", theme.style(.muted)))
      spans.append(Span(Numbers.time(milliseconds: phase.milliseconds), theme.style(.text)))
    }
    canvas.frame.put(Line(spans), area.x, area.y + 1, in: area)
    canvas.text("weights \(answer.origin)".truncated(to: area.width), .muted, row: 2, of: area)
    if answer.isUntrained {
      canvas.text("untrained weights: this answer means nothing", .warning, row: 3, of: area)
    }
  }
}
