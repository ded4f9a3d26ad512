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
    let shape = gridShape(grid, in: inside, heading: heading)
    let tileSize = shape.tile
    let firstRow = Table.offset(
      selected: cam.gridCursor.y, count: grid.rows.count, visible: shape.rows)
    let firstColumn = Table.offset(
      selected: cam.gridCursor.x, count: grid.columns.count, visible: shape.columns)
    let columns = grid.columns.dropFirst(firstColumn).prefix(shape.columns)
    func x(_ column: Int) -> Int {
      inside.x + heading + (column - firstColumn) * (tileSize.columns + 1)
    }
    for (column, title) in zip(columns.indices, columns) {
      canvas.frame.put(
        title.truncated(to: tileSize.columns), x(column), inside.y, canvas.theme.style(.title),
        in: inside)
    }
    for row in firstRow..<min(firstRow + shape.rows, grid.rows.count) {
      let y = inside.y + 1 + (row - firstRow) * (tileSize.rows + 1)
      let title = Rect(inside.x, y, heading - 1, 1).intersection(inside)
      canvas.put(grid.rows[row], canvas.theme.style(.text), in: title)
      for column in columns.indices {
        let place = Point(column, row)
        let tile = Rect(x(column), y, tileSize.columns, tileSize.rows).intersection(inside)
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

  private func gridShape(_ grid: CAMGrid, in area: Rect, heading: Int)
    -> (columns: Int, rows: Int, tile: Size)
  {
    let room = area.width - heading
    let width = max(8, min(40, (room + 1) / max(1, grid.columns.count) - 1))
    let height = max(3, min(width / 2, max(3, (area.height - 1) / min(4, grid.rows.count) - 1)))
    let tile = Size(min(width, height * 2), height)
    return (
      max(1, (room + 1) / (tile.columns + 1)), max(1, (area.height - 1) / (tile.rows + 1)), tile
    )
  }

  private func drawTile(
    _ question: MapQuestion?, _ picture: PictureFacts, in tile: Rect, _ canvas: inout Canvas
  ) {
    guard let question, let answer = cam.maps.kept(question) else {
      canvas.frame.fill(tile, canvas.theme.style(.muted), question == nil ? " " : "·")
      return
    }
    let size = look.painter.pixelSize(of: tile)
    guard size.width > 0, size.height > 0 else { return }
    let heat = Heat(answer.map, look: look)
    let (preview, region) = (picture.preview, answer.region)
    var pixels = Pixels(width: size.width, height: size.height, filling: RGB(0, 0, 0))
    pixels.transform { x, y, _ in
      let u = (Double(x) + 0.5) / Double(size.width)
      let v = (Double(y) + 0.5) / Double(size.height)
      let column = Int((region.x + u * region.width) * Double(preview.width))
      let row = Int((region.y + v * region.height) * Double(preview.height))
      let color = preview[
        max(0, min(column, preview.width - 1)), max(0, min(row, preview.height - 1))]
      return heat.isEmpty ? color.faded : color
    }
    heat.draw(over: &pixels)
    canvas.draw(pixels, in: tile)
  }

  private func caption(_ question: MapQuestion?) -> String {
    guard let question else { return "" }
    guard let answer = cam.maps.kept(question) else {
      return cam.maps.failures[question] == nil ? "" : "failed"
    }
    if cam.grid == .variants { return answer.answer }
    return answer.map.hasPositiveEvidence
      ? Numbers.value(Double(answer.map.maximum)) : "no evidence"
  }
}
