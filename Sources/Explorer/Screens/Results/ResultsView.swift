import Architectures
import Explanations
import Support
import Terminal

/// One of the paper's tables with its diagram.
struct ResultsScreen: ScreenView {
  let results: ResultsState
  let context: ScreenContext

  var command: CommandLineText {
    var line = CommandLineText("results", results.topic.rawValue)
    line.add("sort", results.sorting, isUnconditional: true)
    if !results.filter.text.isEmpty { line.add("filter", results.filter.text) }
    if results.latencies.isMeasuring { line.add(flag: OptionName.measure.rawValue) }
    guard results.plot.isShown else { return line }
    switch results.topic {
    case .imagenet:
      if results.plot.axis == .parameters { line.add("axis", "parameters") }
      if !results.plot.isLogarithmic { line.add(flag: "linear") }
    case .transfer: line.add("data-set", results.plot.dataSet.name)
    default: break
    }
    line.add(flag: "chart")
    return line
  }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    guard let table = results.table else {
      let inside = mainPane(results.topic.title, in: area, &canvas)
      return canvas.message(jobs.failed[ResultsJob.kind]?.failure.text ?? "counting …", in: inside)
    }
    let (list, plot) = layout(area)
    if !list.isEmpty { drawTable(table, in: list, &canvas) }
    if !plot.isEmpty { drawPlot(in: plot, &canvas) }
  }

  /// The areas of table and diagram; on a small screen only the chosen one has an area.
  private func layout(_ area: Rect) -> (Rect, Rect) {
    let none = Rect(area.maxX, area.y, 0, 0)
    guard results.page?.diagram != nil else { return (area, none) }
    if area.height >= 34, !isZoomed {
      let wanted = (results.table?.rows.count ?? 0) + 6
      return area.splitTop(max(10, min(wanted, area.height / 2)))
    }
    return results.plot.isShown ? (none, area) : (area, none)
  }

  private var note: String {
    let words = [
      results.latencies.isMeasuring ? "measuring" : nil,
      results.filter.text.isEmpty ? nil : "filter: \(results.filter.text)",
      results.sorting.map { key in
        key.hasPrefix("-") ? "by \(key.dropFirst()) ▼" : "by \(key) ▲"
      } ?? "as printed",
      "\(results.table?.rows.count ?? 0) rows",
    ]
    return words.compactMap(\.self).joined(separator: " · ")
  }

  private func drawTable(_ table: ValueTable, in area: Rect, _ canvas: inout Canvas) {
    let inside = mainPane(results.topic.title, in: area, note: note, &canvas).inset(1, 0)
    let remarks = (results.page?.remarks ?? []).flatMap { $0.wrapped(to: max(1, inside.width)) }
    let lines = remarks.prefix(inside.height >= 12 ? inside.height / 4 : 0)
    let (list, foot) = inside.splitBottom(lines.count)
    guard !table.rows.isEmpty else {
      return canvas.message("No row holds “\(results.filter.text)”. Esc clears it.", in: list)
    }
    let columns = shownColumns(table, width: list.width)
    let theme = canvas.theme
    canvas.table(
      columns.map { index in
        Table.Column(
          table.columns[index].title, Self.width(of: index, in: table) + 1,
          Self.isNumeric(index, in: table) ? .trailing : .leading)
      },
      table.rows.map { row in
        let isOwn = row.contains { value in
          if case .text(let text) = value { text.hasPrefix("EfficientNet") } else { false }
        }
        return columns.map { index in
          let isAccented = isOwn && index <= Self.nameColumn(table)
          return .text(row[index].shown, theme.style(isAccented ? .accent : .text))
        }
      }, selected: results.cursor, in: list)
    canvas.lines(lines, .muted, in: foot)
  }

  private func drawPlot(in area: Rect, _ canvas: inout Canvas) {
    guard let diagram = results.page?.diagram else { return }
    // On a very small screen the diagram has no border.
    let inside =
      area.height < 12
      ? area : mainPane("Diagram", in: area, isFocused: false, &canvas).inset(1, 0)
    let source = inside.height >= 16 ? diagram.caption.wrapped(to: max(1, inside.width)) : []
    let notes = diagram.notes.map { "\($0.from.label) → \($0.to.label): \($0.text)" }
    let remarks = (notes.isEmpty ? [] : [notes.joined(separator: " · ")]) + source.prefix(1)
    let (drawn, foot) = inside.splitBottom(inside.height >= 12 ? remarks.count : 0)
    canvas.plot(diagram, in: drawn)
    canvas.lines(remarks, .muted, in: foot)
  }

  // MARK: - Columns

  /// The largest number of columns that can be scrolled out.
  var scrollLimit: Int {
    guard let table = results.table else { return 0 }
    return max(0, table.columns.count - Self.nameColumn(table) - 2)
  }

  /// The column that names a row: the last text column at the start.
  private static func nameColumn(_ table: ValueTable) -> Int {
    table.columns.firstIndex { $0.key == "network" || $0.key == "data_set" } ?? 0
  }

  /// Whether a column holds numbers, also those that the paper prints with a unit.
  private static func isNumeric(_ column: Int, in table: ValueTable) -> Bool {
    !table.columns[column].isText
      || table.rows.allSatisfy { row in
        row[column].shown.first.map { $0.isNumber || $0 == "–" } ?? true
      }
  }

  private static func width(of column: Int, in table: ValueTable) -> Int {
    let widest = table.rows.map { $0[column].shown.columns }.max() ?? 0
    return min(28, max(table.columns[column].title.columns, widest))
  }

  /// Indices of the columns that fit: those that name a row, then the others after the scrolled ones.
  private func shownColumns(_ table: ValueTable, width: Int) -> [Int] {
    let names = Array(0...Self.nameColumn(table))
    var shown = names
    var used = names.reduce(0) { $0 + Self.width(of: $1, in: table) + 2 }
    for index in table.columns.indices.dropFirst(names.count + results.scroll) {
      let needed = Self.width(of: index, in: table) + 2
      guard used + needed <= width else { break }
      shown.append(index)
      used += needed
    }
    return shown
  }
}
