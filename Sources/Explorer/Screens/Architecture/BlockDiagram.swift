import Terminal

/// The steps of a block from top to bottom, with shapes at the right and the skip at the left.
struct BlockDiagram: Widget {
  struct Step {
    var name, operation, shape: String
    var isSelected = false
  }

  var steps: [Step]
  var input: String
  var hasSkip: Bool
  var theme: Theme

  func draw(in area: Rect, of frame: inout Frame) {
    guard area.height > 0, area.width >= 12 else { return }
    let rows = [Step(name: "input", operation: "", shape: input)] + steps
    // With room to spare a line of air stands between the steps.
    let pitch = area.height >= rows.count * 2 - 1 ? 2 : 1
    let selected = rows.firstIndex(where: \.isSelected) ?? 0
    let first = Table.offset(selected: selected, count: rows.count, visible: area.height / pitch)
    for (line, index) in (first..<rows.count).enumerated() where line * pitch < area.height {
      let y = area.y + line * pitch
      draw(rows[index], isFirst: index == 0, isLast: index == rows.count - 1, y, area, &frame)
      if pitch == 2, index < rows.count - 1, y + 1 < area.maxY { drawAir(y + 1, area, &frame) }
    }
  }

  private func draw(
    _ step: Step, isFirst: Bool, isLast: Bool, _ y: Int, _ area: Rect, _ frame: inout Frame
  ) {
    func style(_ role: Theme.Role) -> Style {
      step.isSelected ? theme.selected : theme.style(role)
    }
    if step.isSelected { frame.fill(Rect(area.x, y, area.width, 1), theme.selected) }
    if hasSkip {
      frame.put(isFirst ? "╭─" : isLast ? "╰▶" : "│ ", area.x, y, style(.series2), in: area)
    }
    let knot = isFirst ? "○" : isLast && hasSkip ? "⊕" : "●"
    frame.put(knot, area.x + 2, y, style(.accent), in: area)
    let shapeWidth = min(14, area.width / 3)
    let name = step.name.padded(to: 10)
    let x = area.x + 4 + frame.put(name, area.x + 4, y, style(.text).with(.bold), in: area)
    let room = area.maxX - x - shapeWidth - 2
    if room > 3 { frame.put(step.operation.truncated(to: room), x + 1, y, style(.muted), in: area) }
    let shape = step.shape.padded(to: shapeWidth, .trailing)
    frame.put(shape, area.maxX - shapeWidth, y, style(.text), in: area)
  }

  private func drawAir(_ y: Int, _ area: Rect, _ frame: inout Frame) {
    if hasSkip { frame.put("│", area.x, y, theme.style(.series2), in: area) }
    frame.put("│", area.x + 2, y, theme.style(.accent), in: area)
  }
}
