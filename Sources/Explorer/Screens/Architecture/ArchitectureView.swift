import Architectures
import Terminal

/// A network as a tree of stages, blocks and layers, with a diagram of one block.
struct ArchitectureScreen: ScreenView {
  let architecture: ArchitectureState
  let context: ScreenContext

  var commandLine: String {
    let resolution = architecture.resolution
    let native = architecture.network?.resolution ?? resolution
    return "effscope architecture \(architecture.variant)"
      + (resolution == native ? "" : " --resolution \(resolution)")
      + (architecture.open.isEmpty ? "" : " --blocks")
  }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    guard let network = architecture.network else {
      canvas.message("There is no network called “\(architecture.variant)”.", .error, in: area)
      return
    }
    let (table, detail) = layout(area)
    drawTable(network, in: table, &canvas)
    if !detail.isEmpty { drawDetail(network, in: detail, &canvas) }
  }

  /// The areas of the table and of the diagram; the diagram's is empty on a small screen.
  private func layout(_ area: Rect) -> (table: Rect, detail: Rect) {
    if area.width >= 116, !isZoomed {
      let (table, detail) = area.splitLeft(area.width - 48)
      return (table, detail)
    }
    if area.height >= 20, !isZoomed {
      let (table, detail) = area.splitTop(area.height - 9)
      return (table, detail)
    }
    return (area, Rect(area.maxX, area.y, 0, 0))
  }

  private func drawTable(_ network: Network, in area: Rect, _ canvas: inout Canvas) {
    let total = architecture.total
    let title = Variant.named(network.name)?.title ?? network.name
    let inside = canvas.pane(
      "\(title) at \(architecture.resolution)×\(architecture.resolution)", in: area,
      isFocused: true,
      note:
        "\(Numbers.magnitude(total.parameters)) parameters · \(Numbers.magnitude(total.macs)) MACs"
        + (architecture.currentProfile.map { " · " + Numbers.time(milliseconds: $0.total) } ?? ""),
      caption: "$ \(commandLine)")
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
      return [
        .init(measure.heading, 7, .trailing, dropOrder: isChosen ? 1 : measure.dropOrder),
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

  private func drawDetail(_ network: Network, in area: Rect, _ canvas: inout Canvas) {
    guard let row = architecture.current else { return }
    switch row.place {
    case .stage(let number):
      let stage = network.stages[number - 1]
      if let block = stage.blocks.first {
        drawBlock(
          block, title: "\(stage.name), first of \(stage.blocks.count) blocks", in: area, &canvas)
      } else {
        drawLayers(stage.layers, title: stage.name, hasSkip: false, in: area, &canvas)
      }
    case .block(let stage, let number):
      let block = network.stages[stage - 1].blocks[number - 1]
      drawBlock(block, title: block.name, in: area, &canvas)
    case .point(let index):
      let layer = network.layers[index]
      if let number = layer.block {
        let block = network.stages[layer.stage - 1].blocks[number - 1]
        drawBlock(block, title: block.name, selected: index, in: area, &canvas)
      } else {
        drawLayers(
          network.stages[layer.stage - 1].layers, title: layer.name, hasSkip: false,
          selected: index, in: area, &canvas)
      }
    }
  }

  private func drawBlock(
    _ block: Block, title: String, selected: Int? = nil, in area: Rect, _ canvas: inout Canvas
  ) {
    drawLayers(
      block.layers, title: title, hasSkip: block.hasSkip, selected: selected, in: area, &canvas)
  }

  /// Draws layers from top to bottom with their shapes, and the skip connection beside them.
  private func drawLayers(
    _ layers: Range<Int>, title: String, hasSkip: Bool, selected: Int? = nil, in area: Rect,
    _ canvas: inout Canvas
  ) {
    guard let network = architecture.network else { return }
    let inside = canvas.pane(title, in: area).inset(1, 0)
    let diagram = BlockDiagram(
      steps: layers.map { index in
        let layer = network.layers[index]
        return BlockDiagram.Step(
          name: layer.name.split(separator: ".").last.map(String.init) ?? layer.name,
          operation: layer.operation.title, shape: architecture.shapes[index].text,
          isSelected: index == selected)
      },
      input: network.inputShape(
        of: layers.lowerBound, in: architecture.shapes, height: architecture.resolution,
        width: architecture.resolution
      ).text,
      hasSkip: hasSkip, theme: canvas.theme)
    canvas.draw(diagram, in: inside)
  }
}

extension ArchitectureState.Measure {
  fileprivate var heading: String {
    switch self {
    case .parameters: "Params"
    case .macs: "MACs"
    case .memory: "Writes"
    case .time: "Time"
    }
  }

  /// Order in which columns are dropped on a narrow screen; the highest goes first.
  fileprivate var dropOrder: Int {
    switch self {
    case .parameters: 3
    case .macs: 3
    case .memory: 6
    case .time: 8
    }
  }
}
