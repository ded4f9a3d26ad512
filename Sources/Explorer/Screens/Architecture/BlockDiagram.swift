import Architectures
import Terminal

/// The steps of a block from top to bottom, with shapes at the right, the skip at the left, and
/// squeeze-excite as a branch beside the trunk.
struct BlockDiagram: Widget {
  struct Step {
    var name, operation, shape: String
    var place = BlockBranch.Place.trunk
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
      if pitch == 2, index < rows.count - 1, y + 1 < area.maxY {
        drawAir(before: rows[index + 1], y + 1, area, &frame)
      }
    }
  }

  private var hasBranch: Bool { steps.contains { $0.place != .trunk } }

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
    let knot = isFirst ? "○" : step.place == .join ? "⊗" : isLast && hasSkip ? "⊕" : "●"
    // The trunk goes on beside a branch, which starts and ends at it.
    let (trunk, branch): (String, String) =
      switch step.place {
      case .trunk: (knot, "")
      case .branchStart: ("├", "─╮")
      case .branch: ("│", " │")
      case .join: (knot, "◀╯")
      }
    frame.put(trunk, area.x + 2, y, style(.accent), in: area)
    frame.put(branch, area.x + 3, y, style(.series3), in: area)
    let indent = hasBranch ? 6 : 4
    let shapeWidth = min(14, area.width / 3)
    let isInBranch = step.place == .branchStart || step.place == .branch
    let name = ((isInBranch ? "● " : "") + step.name).padded(to: hasBranch ? 11 : 10)
    let start = area.x + indent
    let x = start + frame.put(name, start, y, style(.text).with(.bold), in: area)
    let room = area.maxX - x - shapeWidth - 2
    if room > 3 { frame.put(step.operation.truncated(to: room), x + 1, y, style(.muted), in: area) }
    let shape = step.shape.padded(to: shapeWidth, .trailing)
    frame.put(shape, area.maxX - shapeWidth, y, style(.text), in: area)
  }

  private func drawAir(before next: Step, _ y: Int, _ area: Rect, _ frame: inout Frame) {
    if hasSkip { frame.put("│", area.x, y, theme.style(.series2), in: area) }
    frame.put("│", area.x + 2, y, theme.style(.accent), in: area)
    if next.place == .branch || next.place == .join {
      frame.put("│", area.x + 4, y, theme.style(.series3), in: area)
    }
  }
}

/// The part of a block that computes a gate, beside the trunk that the gate scales.
package enum BlockBranch {
  package enum Place: Equatable, Sendable { case trunk, branchStart, branch, join }

  /// The place of each of `layers`: a scale joins, and what only its gate needs is the branch.
  package static func places(of layers: Range<Int>, in network: Network) -> [Place] {
    var places = layers.map { _ in Place.trunk }
    for index in layers {
      let layer = network.layers[index]
      guard case .scale = layer.operation, layer.inputs.count == 2 else { continue }
      var next = layer.inputs[1]
      var branch: [Int] = []
      while layers.contains(next), next != layer.inputs[0] {
        branch.append(next)
        guard let source = network.layers[next].inputs.first else { break }
        next = source
      }
      guard let start = branch.min() else { continue }
      places[index - layers.lowerBound] = .join
      for member in branch {
        places[member - layers.lowerBound] = member == start ? .branchStart : .branch
      }
    }
    return places
  }
}
