import Terminal

/// The steps of a block from top to bottom, with shapes at the right and the skip at the left.
struct BlockDiagram: Widget {
  struct Step: Equatable, Sendable {
    var name: String
    var operation: String
    var shape: String
    var isSelected: Bool
  }

  var steps: [Step]
  var input: String
  var hasSkip: Bool
  var theme: Theme

  func draw(in area: Rect, of frame: inout Frame) {
    guard area.height > 0, area.width >= 12 else { return }
    let rows = [Step(name: "input", operation: "", shape: input, isSelected: false)] + steps
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

  private var trunk: Style { theme.style(.accent) }
  private var skip: Style { theme.style(.series2) }

  private func draw(
    _ step: Step, isFirst: Bool, isLast: Bool, _ y: Int, _ area: Rect, _ frame: inout Frame
  ) {
    let style = step.isSelected ? theme.selected : theme.style(.text)
    if step.isSelected { frame.fill(Rect(area.x, y, area.width, 1), style) }
    let quiet = step.isSelected ? style : theme.style(.muted)
    if hasSkip {
      let corner = isFirst ? "╭─" : isLast ? "╰▶" : "│ "
      frame.put(corner, area.x, y, step.isSelected ? style : skip, in: area)
    }
    let knot = isFirst ? "○" : isLast && hasSkip ? "⊕" : "●"
    frame.put(knot, area.x + 2, y, step.isSelected ? style : trunk, in: area)
    let shapeWidth = min(14, area.width / 3)
    let name = step.name.padded(to: 10)
    var x = area.x + 4
    x += frame.put(name, x, y, style.with(.bold), in: area)
    let room = area.maxX - x - shapeWidth - 2
    if room > 3 { frame.put(step.operation.truncated(to: room), x + 1, y, quiet, in: area) }
    frame.put(
      step.shape.padded(to: shapeWidth, .trailing), area.maxX - shapeWidth, y, style, in: area)
  }

  private func drawAir(_ y: Int, _ area: Rect, _ frame: inout Frame) {
    if hasSkip { frame.put("│", area.x, y, skip, in: area) }
    frame.put("│", area.x + 2, y, trunk, in: area)
  }
}
