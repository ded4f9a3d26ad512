import Explanations
import RealModule
import Terminal

struct VariantsScreen: ScreenView {
  let variants: VariantsState
  let context: ScreenContext

  var command: CommandLineText { CommandLineText("architecture", subject.network.variant) }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    let rows = variants.rows
    let note = [
      variants.filter.text.isEmpty ? nil : "filter: \(variants.filter.text)",
      variants.marked.isEmpty ? nil : "\(variants.marked.count) marked",
      "sorted by \(variants.order.rawValue)", "\(rows.count) networks",
    ]
    let inside = mainPane(
      "Networks", in: area, note: note.compactMap(\.self).joined(separator: " · "), &canvas)
    guard !variants.all.isEmpty else {
      return canvas.message(
        jobs.failed[VariantsJob.kind]?.failure.text ?? "reading the list of networks …", in: inside)
    }
    guard !rows.isEmpty else {
      return canvas.message(
        "No network's name holds “\(variants.filter.text)”. Esc clears it.", in: inside)
    }
    let (table, fold) = inside.inset(1, 0).splitBottom(variants.foldedCount > 0 ? 1 : 0)
    drawTable(rows, in: table, &canvas)
    guard variants.foldedCount > 0 else { return }
    canvas.text(
      "▸ \(variants.foldedCount) more networks without published weights: "
        + "\(keyName(.nextView)) shows them", .muted, row: 0, of: fold)
    canvas.hit(fold, .action(.nextView))
  }

  private static let barColumns = 8
  /// Width of the other columns and of the gaps between all columns.
  private static let columnsBesideNames = 1 + 5 + 5 + 5 + 10 + 7 + barColumns + 6 + 8 + 11 + 10

  private func drawTable(_ rows: [VariantFacts], in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let (text, muted) = (theme.style(.text), theme.style(.muted))
    let nameWidth = min(21, (rows.map(\.name.columns).max() ?? 0) + 2)
    let titleWidth = rows.map(\.title.columns).max() ?? 0
    // Titles are shown only if they fit in full beside every other column.
    let showsTitles = area.width >= nameWidth + titleWidth + Self.columnsBesideNames
    let networkWidth = showsTitles ? nameWidth + titleWidth : 10
    let largest = Double(rows.map(\.macs).max() ?? 1)
    canvas.table(
      [
        .init("", 1),
        .init(
          "Network", networkWidth, isFlexible: true, limit: max(networkWidth, nameWidth)),
        .init("Width", 5, .trailing, dropOrder: 5), .init("Depth", 5, .trailing, dropOrder: 5),
        .init("Input", 5, .trailing, dropOrder: 3), .init("Parameters", 10, .trailing),
        .init("MACs", 7, .trailing, dropOrder: 1),
        .init("", Self.barColumns, isFlexible: true, limit: 40, dropOrder: 6),
        .init("Top-1", 6, .trailing, dropOrder: 2), .init("Time", 8, .trailing, dropOrder: 4),
        .init("Weights", 11),
      ],
      rows.map { row in
        let isUsed = row.name == subject.network.variant
        let mark = variants.marked.contains(row.name) ? "✓" : isUsed ? "▶" : " "
        let nameColumns = showsTitles ? max(nameWidth, row.name.columns + 1) : row.name.columns
        let fraction = logFraction(Double(row.macs), of: largest)
        return [
          .text(mark, theme.style(.accent)),
          .spans(
            Line([
              Span(row.name.padded(to: nameColumns), theme.style(.text, .bold)),
              Span(showsTitles ? row.title : "", muted),
            ])),
          .text(row.width.map { Numbers.fixed($0, 1) } ?? "", muted),
          .text(row.depth.map { Numbers.fixed($0, 1) } ?? "", muted),
          .text("\(row.resolution)", text), .text(Numbers.magnitude(row.parameters), text),
          .text(Numbers.magnitude(row.macs), text),
          .bar(fraction, theme.gradient(fraction)),
          .text(row.publishedTop1.map { Numbers.fixed($0, 1) + "%" } ?? "", text),
          .text(variants.measured[row.name].map(Numbers.time) ?? "", text),
          weights(of: row, theme),
        ]
      }, selected: variants.cursorIndex, in: area)
  }

  private func weights(of row: VariantFacts, _ theme: Theme) -> Table.Content {
    if let job = jobs.pull(of: row.name) {
      let percent = job.fraction.map { Numbers.fixed($0 * 100, 0) + " %" } ?? "…"
      return .text("↓ \(percent)", theme.style(.accent))
    }
    switch row.weights {
    case .installed: return .text("● installed", theme.style(.success))
    case .downloadable: return .text("○ download", theme.style(.muted))
    case .absent: return .text("– none", theme.style(.muted))
    }
  }

  /// The length of a bar of MACs: logarithmic, as networks span four orders of magnitude.
  private func logFraction(_ value: Double, of largest: Double) -> Double {
    let floor = 1e7
    guard value > floor, largest > floor else { return 0 }
    return Double.log(value / floor) / Double.log(largest / floor)
  }
}
