import Architectures
import Explanations
import Terminal

/// The marked networks side by side.
struct ComparisonDialog {
  let variants: VariantsState
  let size: Size

  /// A row: its name, and for each network a text and the fraction of the largest value.
  private typealias Fact = (name: String, cells: [(text: String, fraction: Double?)])

  var scrollLimit: Int { max(0, facts.count - max(1, size.rows - 6)) }

  private var facts: [Fact] {
    let rows = variants.marked.compactMap { variants.facts($0) }
    func numbers(_ name: String, _ value: (VariantFacts) -> Double?, _ text: (Double) -> String)
      -> Fact
    {
      let values = rows.map(value)
      let largest = values.compactMap(\.self).max() ?? 0
      let cells = values.map { value -> (text: String, fraction: Double?) in
        (value.map(text) ?? "–", value.map { largest > 0 ? $0 / largest : 0 })
      }
      return (name, cells)
    }
    var facts = [
      numbers("input", { Double($0.resolution) }) { "\(Int($0))²" },
      numbers("width", { $0.width }) { Numbers.fixed($0, 1) },
      numbers("depth", { $0.depth }) { Numbers.fixed($0, 1) },
      numbers("parameters", { Double($0.parameters) }) { Numbers.magnitude(Int($0)) },
      numbers("MACs", { Double($0.macs) }) { Numbers.magnitude(Int($0)) },
      numbers("top-1", { $0.publishedTop1 }) { Numbers.fixed($0, 1) + " %" },
      numbers("measured", { variants.measured[$0.name] }) { Numbers.time(milliseconds: $0) },
    ]
    // The text of every stage of every network.
    let stages = rows.compactMap { Variant.named($0.name) }.map { variant -> [String] in
      let (network, side) = (variant.network(), variant.resolution)
      let shapes = network.shapes(height: side, width: side)
      return network.stages.map { stage in
        (stage.repeats > 1 ? "\(stage.repeats) of " : "") + shapes[stage.output].text
      }
    }
    for number in 0..<(stages.map(\.count).max() ?? 0) {
      let cells = stages.map { texts -> (text: String, fraction: Double?) in
        (texts.indices.contains(number) ? texts[number] : "–", nil)
      }
      facts.append(("stage\(number + 1)", cells))
    }
    return facts
  }

  func draw(_ scroll: Int, in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let facts = facts
    let names = variants.marked
    let hint = "j k scroll · y copies the command · Esc closes"
    let wanted = max(hint.columns + 8, 14 + names.count * 18)
    let inside = canvas.panel(
      "Compare", Size(max(38, min(wanted, area.width - 2)), min(facts.count + 4, area.height)),
      in: area, hint: hint)
    let column = max(9, (inside.width - 12) / max(1, names.count))
    for (index, name) in names.enumerated() {
      let place = Rect(inside.x + 12 + index * column, inside.y, column, 1).intersection(inside)
      canvas.frame.put(name, place.x, place.y, theme.panel(.title, .bold), in: place)
    }
    let list = inside.splitTop(1).rest
    for (row, fact) in facts.dropFirst(scroll).prefix(list.height).enumerated() {
      let y = list.y + row
      canvas.frame.put(fact.name, list.x, y, theme.panel(.muted), in: list)
      for (index, cell) in fact.cells.enumerated() {
        let place = Rect(list.x + 12 + index * column, y, column - 1, 1).intersection(list)
        canvas.frame.put(cell.text, place.x, y, theme.panel(.text), in: place)
        let bar = Rect(place.x + 9, y, place.width - 9, 1)
        if let fraction = cell.fraction, bar.width >= 3 {
          canvas.bar(fraction, on: theme[.panel], in: bar)
        }
      }
    }
    canvas.scrollbar(
      facts.count, from: scroll, visible: list.height, theme.panel(.border), x: inside.maxX,
      of: list)
  }
}

extension State {
  var comparison: ComparisonDialog { ComparisonDialog(variants: screens.variants, size: size) }

  mutating func handle(_ key: Key, comparison scroll: Int) -> [Effect] {
    switch action(for: key) {
    case .copyCommand:
      var line = CommandLineText("architecture")
      for name in screens.variants.marked { line.add(name) }
      return copy(line.text)
    case .back, .quit, .compare, .activate: dialog = nil
    case let action:
      let count = comparison.scrollLimit + 1
      dialog = .comparison(scroll: moved(scroll, by: action, count: count))
    }
    return []
  }
}
