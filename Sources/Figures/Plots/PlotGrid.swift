/// A diagram as a grid of characters: lines in braille, points as marks, axes and legend as text.
///
/// A braille character has 2 × 4 dots, so a diagram of 80 × 24 cells has 160 × 96 dots. The grid does
/// not depend on a terminal; a cell holds the colour index of its series.
package struct PlotGrid: Hashable, Sendable {
  /// One character.
  package struct Cell: Hashable, Sendable {
    package var character: Character = " "
    /// Index of its colour in `PlotPalette`; nil for axes and text.
    package var color: Int?
  }

  /// Rows of cells, top first.
  package private(set) var rows: [[Cell]]

  /// Draws `plot` into `columns` × `rows` cells; at least 24 × 9, else a note replaces the diagram.
  package init(_ plot: Plot, columns: Int, rows count: Int) {
    rows = Array(
      repeating: Array(repeating: Cell(), count: max(columns, 0)), count: max(count, 0))
    guard columns >= 24, count >= 9 else {
      write("too small for a diagram", row: 0, column: 0)
      return
    }
    let legend = Self.legendRows(plot, columns: columns)
    let area = PlotArea(plot, columns: columns, rows: count, legendRows: legend.count)
    drawAxes(plot, area)
    var dots = BrailleDots(columns: area.width, rows: area.height)
    for note in plot.notes {
      dots.draw([note.from, note.to], isDashed: true, color: nil, area)
    }
    for series in plot.series where series.isJoined {
      dots.draw(series.points, isDashed: series.isDashed, color: series.color, area)
    }
    place(dots, area)
    for series in plot.series { mark(series, area) }
    for note in plot.notes { write(note, area) }
    for series in plot.series { label(series, area) }
    for (offset, entries) in legend.enumerated() {
      var column = 0
      for (series, text) in entries {
        write(text, row: count - legend.count + offset, column: column, color: series.color)
        column += text.count + 2
      }
    }
  }

  /// The characters without colours, one line per row, trailing blanks removed.
  package var text: String {
    rows.map { row in
      var line = String(row.map(\.character))
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  private mutating func write(_ text: String, row: Int, column: Int, color: Int? = nil) {
    guard rows.indices.contains(row) else { return }
    for (offset, character) in text.enumerated()
    where rows[row].indices.contains(column + offset) {
      rows[row][column + offset] = Cell(character: character, color: color)
    }
  }

  private mutating func drawAxes(_ plot: Plot, _ area: PlotArea) {
    write(plot.title, row: 0, column: area.left)
    write(plot.y.words, row: 1, column: max(0, area.left - 1))
    for row in 0..<area.height { write("│", row: area.top + row, column: area.left - 1) }
    write(
      "└" + String(repeating: "─", count: area.width), row: area.bottom, column: area.left - 1)
    for tick in area.y.ticks where !tick.label.isEmpty {
      let row = area.row(tick.value)
      guard (area.top..<area.bottom).contains(row) else { continue }
      write("┤", row: row, column: area.left - 1)
      write(tick.label, row: row, column: area.left - 1 - tick.label.count)
    }
    var free = 0
    for tick in area.x.ticks where !tick.label.isEmpty {
      let column = area.column(tick.value)
      guard (area.left..<area.left + area.width).contains(column) else { continue }
      write("┬", row: area.bottom, column: column)
      let start = min(
        max(column - tick.label.count / 2, free), area.left + area.width - tick.label.count)
      guard start >= free else { continue }
      write(tick.label, row: area.bottom + 1, column: start)
      free = start + tick.label.count + 1
    }
    let start = area.left + max(0, (area.width - plot.x.words.count) / 2)
    write(plot.x.words, row: area.bottom + 2, column: start)
  }

  private mutating func place(_ dots: BrailleDots, _ area: PlotArea) {
    for row in 0..<area.height {
      for column in 0..<area.width {
        guard let (character, color) = dots.cell(row: row, column: column) else { continue }
        rows[area.top + row][area.left + column] = Cell(character: character, color: color)
      }
    }
  }

  private mutating func mark(_ series: PlotSeries, _ area: PlotArea) {
    guard let character = series.marker.character else { return }
    for point in series.points {
      guard let (row, column) = area.cell(point) else { continue }
      rows[row][column] = Cell(character: character, color: series.color)
    }
  }

  /// Writes a note at the middle of its arrow, over the dots.
  private mutating func write(_ note: PlotNote, _ area: PlotArea) {
    guard let from = area.cell(note.from), let to = area.cell(note.to) else { return }
    let text = " \(note.text) "
    guard (to.column - from.column).magnitude > text.count + 4 else { return }
    write(
      text, row: (from.row + to.row) / 2, column: (from.column + to.column - text.count) / 2)
  }

  /// Writes a point's label beside it, if the cells there are empty.
  private mutating func label(_ series: PlotSeries, _ area: PlotArea) {
    for point in series.points where !point.label.isEmpty {
      guard let (row, column) = area.cell(point) else { continue }
      let length = point.label.count
      for (line, start) in [
        (row, column + 2), (row, column - length - 1), (row - 1, column + 1), (row + 1, column + 1),
        (row - 1, column - length), (row + 1, column - length),
      ]
      where line >= area.top && line < area.bottom && start >= area.left
        && start + length <= area.left + area.width
      {
        let around = max(area.left, start - 1)..<min(area.left + area.width, start + length + 1)
        let isFree = around.allSatisfy { place in
          rows[line][place].character == " " || (line == row && place == column)
        }
        if isFree {
          write(point.label, row: line, column: start, color: series.color)
          break
        }
      }
    }
  }

  /// Rows of legend entries, each with as many entries as fit.
  private static func legendRows(_ plot: Plot, columns: Int) -> [[(PlotSeries, String)]] {
    var legend: [[(PlotSeries, String)]] = []
    var used = columns
    for series in plot.series where !series.name.isEmpty {
      let mark = series.marker.character.map(String.init) ?? (series.isDashed ? "╌" : "─")
      let text = "\(mark) \(series.name)"
      if used + text.count > columns || legend.isEmpty {
        legend.append([])
        used = 0
      }
      legend[legend.count - 1].append((series, text))
      used += text.count + 2
    }
    return legend
  }
}

extension PlotAxis {
  /// The label, with a word that the axis is logarithmic: few ticks on a terminal do not show it.
  fileprivate var words: String { label + (isLogarithmic ? ", log scale" : "") }
}
