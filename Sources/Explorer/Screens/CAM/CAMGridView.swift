import Attribution
import Terminal

extension CAMScreen {
  /// Draws maps side by side, each over the part of the photograph that its network reads.
  func drawGrid(_ grid: CAMGrid, in area: Rect, _ canvas: inout Canvas) {
    let isVariants = cam.grid == .variants
    let questions = grid.questions.compactMap(\.self)
    let known = questions.count { cam.maps.kept($0) != nil }
    let inside = mainPane(
      targetClass.map { "\($0.label) (\($0.index))" } ?? "Maps", in: area,
      note: (isVariants ? "networks" : "methods × stages")
        + (known < questions.count ? " · \(known) of \(questions.count)" : ""), &canvas
    ).inset(1, 0)
    guard let picture = subject.picture, !grid.columns.isEmpty, !grid.rows.isEmpty else { return }
    let heading = isVariants ? 0 : min(16, inside.width / 5)
    let shape = GridShape(
      (grid.columns.count, grid.rows.count),
      in: Size(inside.width - heading, inside.height))
    let firstRow = Table.offset(
      selected: cam.gridCursor.y, count: grid.rows.count, visible: shape.rows)
    let firstColumn = Table.offset(
      selected: cam.gridCursor.x, count: grid.columns.count, visible: shape.columns)
    let columns = grid.columns.dropFirst(firstColumn).prefix(shape.columns)
    func x(_ column: Int) -> Int {
      inside.x + heading + (column - firstColumn) * (shape.tile.columns + 1)
    }
    for (column, title) in zip(columns.indices, columns) {
      canvas.frame.put(
        title.truncated(to: shape.tile.columns), x(column), inside.y, canvas.theme.style(.title),
        in: inside)
    }
    for row in firstRow..<min(firstRow + shape.rows, grid.rows.count) {
      let y = inside.y + 1 + (row - firstRow) * (shape.tile.rows + 1)
      let title = Rect(inside.x, y, heading - 1, 1).intersection(inside)
      canvas.put(grid.rows[row], canvas.theme.style(.text), in: title)
      for column in columns.indices {
        let place = Point(column, row)
        let tile = Rect(x(column), y, shape.tile.columns, shape.tile.rows).intersection(inside)
        drawTile(grid[row, column], picture, in: tile, &canvas)
        let line = Rect(tile.x, tile.maxY, tile.width, 1).intersection(inside)
        let style =
          place == cam.gridCursor ? canvas.theme.selected : canvas.theme.style(.muted)
        canvas.frame.fill(line, style)
        canvas.put(caption(grid[row, column]), style, in: line)
        canvas.hit(Rect(tile.x, tile.y, tile.width, tile.height + 1), .gridCell(place))
      }
    }
  }

  private func caption(_ question: MapQuestion?) -> String {
    guard let question else { return "" }
    guard cam.grid == .variants, let answer = cam.maps.kept(question) else {
      return peakWords(question)
    }
    return (answer.probability == nil ? "output " : "") + answer.answer
  }
}
