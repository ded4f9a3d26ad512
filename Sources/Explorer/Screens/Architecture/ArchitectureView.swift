import Architectures
import Explanations
import Terminal

/// A network as a tree of stages, blocks and layers, with a diagram of one block and a drawing of all
/// tensors.
struct ArchitectureScreen: ScreenView {
  let architecture: ArchitectureState
  let context: ScreenContext

  var command: CommandLineText {
    let resolution = architecture.resolution
    let isNative = resolution == architecture.network?.resolution ?? resolution
    var line = CommandLineText("architecture", architecture.variant)
    line.add("resolution", isNative ? nil : "\(resolution)")
    if !architecture.open.isEmpty { line.add(flag: "blocks") }
    return line
  }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    guard let network = architecture.network else {
      return canvas.message(
        "There is no network called “\(architecture.variant)”.", .error, in: area)
    }
    let panes = ArchitecturePanes(in: area, isZoomed: isZoomed)
    drawTable(network, in: panes.table, &canvas)
    if !panes.diagram.isEmpty { drawDetail(network, in: panes.diagram, &canvas) }
    if !panes.network.isEmpty { drawNetwork(in: panes.network, &canvas) }
  }

  private func drawTable(_ network: Network, in area: Rect, _ canvas: inout Canvas) {
    let total = architecture.total
    let title = Variant.named(network.name)?.title ?? network.name
    let inside = mainPane(
      "\(title) at \(architecture.resolution)×\(architecture.resolution)", in: area,
      note:
        "\(Numbers.magnitude(total.parameters)) parameters · \(Numbers.magnitude(total.macs)) MACs"
        + (architecture.currentProfile.map { " · " + Numbers.time(milliseconds: $0.total) } ?? ""),
      &canvas)
    drawRows(in: inside.inset(1, 0), &canvas)
  }

  private func drawRows(in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let (text, muted) = (theme.style(.text), theme.style(.muted))
    let measures = ArchitectureState.Measure.allCases
    let largest = measures.map { measure in
      architecture.rows.filter { $0.depth == 0 }.compactMap { architecture.amount(measure, $0) }
        .max() ?? 0
    }
    let rows = architecture.rows.map { row -> [Table.Content] in
      let mark = row.isOpen.map { $0 ? "▾ " : "▸ " } ?? (row.depth == 0 ? "  " : "· ")
      var cells: [Table.Content] = [
        .text(
          String(repeating: "  ", count: row.depth) + mark + row.name,
          theme.style(.text, row.depth == 0 ? .bold : [])),
        .text(row.operation, row.depth == 0 ? text : muted),
        .text(row.input.text, muted), .text(row.output.text, text),
        .text(row.repeats > 1 ? "\(row.repeats)" : "", muted),
      ]
      for (measure, largest) in zip(measures, largest) {
        let amount = architecture.amount(measure, row)
        let fraction = amount.map { largest > 0 ? $0 / largest : 0 } ?? 0
        cells.append(.text(words(amount, measure), text))
        cells.append(.bar(fraction, theme.gradient(fraction)))
      }
      return cells
    }
    // On a narrow screen the chosen measure keeps its bars longest, and its number after that.
    let columns = measures.flatMap { measure -> [Table.Column] in
      let isChosen = measure == architecture.measure
      let (heading, dropOrder) = measure.column
      return [
        .init(heading, 7, .trailing, dropOrder: isChosen ? 1 : dropOrder),
        .init(
          "", isChosen ? 10 : 6, isFlexible: true, limit: isChosen ? 40 : 14,
          dropOrder: isChosen ? 4 : 9),
      ]
    }
    // On a wide screen operators get their full width before the bars grow.
    let operatorWidth = area.width >= 140 ? min(26, rows.map(Self.operatorColumns).max() ?? 14) : 14
    canvas.table(
      [
        .init("Stage", 15),
        .init("Operator", operatorWidth, isFlexible: true, limit: 32, dropOrder: 2),
        .init("Input", 12, .trailing, dropOrder: 7), .init("Output", 12, .trailing),
        .init("×", 2, .trailing, dropOrder: 5),
      ] + columns,
      rows, selected: architecture.cursor, in: area)
  }

  private static func operatorColumns(_ cells: [Table.Content]) -> Int {
    guard cells.count > 1, case .text(let text, _) = cells[1] else { return 0 }
    return text.columns
  }

  private func words(_ amount: Double?, _ measure: ArchitectureState.Measure) -> String {
    guard let amount else {
      return measure == .time && architecture.currentProfile != nil ? "↓" : ""
    }
    guard amount > 0 else { return "" }
    switch measure {
    case .parameters, .macs: return Numbers.magnitude(Int(amount))
    case .memory: return Numbers.bytes(Int(amount))
    case .time: return Numbers.time(milliseconds: amount)
    }
  }

  /// Draws the layers of a block, or of a stage without blocks, from top to bottom with their shapes.
  private func drawDetail(_ network: Network, in area: Rect, _ canvas: inout Canvas) {
    guard let row = architecture.current else { return }
    let stage: Stage
    var block: Block?
    var title: String?
    var selected: Int?
    switch row.place {
    case .stage(let number):
      stage = network.stages[number - 1]
      block = stage.blocks.first
      title = block == nil ? stage.name : "\(stage.name), first of \(stage.blocks.count) blocks"
    case .block(let number, let index):
      stage = network.stages[number - 1]
      block = stage.blocks[index - 1]
    case .point(let index):
      let layer = network.layers[index]
      stage = network.stages[layer.stage - 1]
      block = layer.block.map { stage.blocks[$0 - 1] }
      title = block == nil ? layer.name : nil
      selected = index
    }
    let inside = canvas.pane(title ?? block?.name ?? stage.name, in: area).inset(1, 0)
    let layers = block?.layers ?? stage.layers
    let diagram = BlockDiagram(
      steps: zip(layers, BlockBranch.places(of: layers, in: network)).map { index, place in
        let layer = network.layers[index]
        return BlockDiagram.Step(
          name: layer.ownName, operation: layer.operation.title,
          shape: architecture.shapes[index].text, place: place, isSelected: index == selected)
      },
      input: network.inputShape(
        of: layers.lowerBound, in: architecture.shapes, height: architecture.resolution,
        width: architecture.resolution
      ).text,
      hasSkip: block?.hasSkip ?? false, theme: canvas.theme)
    canvas.draw(diagram, in: inside)
  }
}

extension ArchitectureState.Measure {
  /// The heading of the column, and the order in which columns are dropped on a narrow screen; the
  /// highest goes first.
  fileprivate var column: (heading: String, dropOrder: Int) {
    switch self {
    case .parameters: ("Params", 3)
    case .macs: ("MACs", 3)
    case .memory: ("Writes", 6)
    case .time: ("Time", 8)
    }
  }
}
