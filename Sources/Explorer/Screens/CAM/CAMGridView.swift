import Attribution
import Terminal

extension CAMScreen {
  /// Draws maps side by side, each over the part of the photograph that its network reads.
  func drawGrid(_ grid: CAMGrid, in area: Rect, _ canvas: inout Canvas) {
    let isVariants = cam.grid == .variants
    let known = grid.questions.compactMap(\.self).filter { cam.maps.kept($0) != nil }.count
    let all = grid.questions.compactMap(\.self).count
    let title = targetClass.map { "\($0.label) (\($0.index))" } ?? "Maps"
    let inside = canvas.pane(
      title, in: area, isFocused: true,
      note: (isVariants ? "networks" : "methods × stages")
        + (known < all ? " · \(known) of \(all)" : ""),
      caption: "$ \(commandLine)"
    ).inset(1, 0)
    guard let picture = subject.picture, !grid.columns.isEmpty, !grid.rows.isEmpty else { return }
    let heading = isVariants ? 0 : min(16, inside.width / 5)
    let shape = gridShape(grid, in: inside, heading: heading)
    let firstRow = Table.offset(
      selected: cam.gridCursor.y, count: grid.rows.count, visible: shape.rows)
    let firstColumn = Table.offset(
      selected: cam.gridCursor.x, count: grid.columns.count, visible: shape.columns)
    for column in 0..<min(shape.columns, grid.columns.count - firstColumn) {
      let x = inside.x + heading + column * (shape.tile.columns + 1)
      canvas.frame.put(
        grid.columns[firstColumn + column].truncated(to: shape.tile.columns), x, inside.y,
        canvas.theme.style(.title), in: inside)
    }
    for row in 0..<min(shape.rows, grid.rows.count - firstRow) {
      let y = inside.y + 1 + row * (shape.tile.rows + 1)
      if heading > 0 {
        canvas.frame.put(
          grid.rows[firstRow + row].truncated(to: heading - 1), inside.x, y,
          canvas.theme.style(.text), in: inside)
      }
      for column in 0..<min(shape.columns, grid.columns.count - firstColumn) {
        let place = Point(firstColumn + column, firstRow + row)
        let tile = Rect(
          inside.x + heading + column * (shape.tile.columns + 1), y, shape.tile.columns,
          shape.tile.rows
        ).intersection(inside)
        drawTile(grid[place.y, place.x], picture, in: tile, &canvas)
        let line = Rect(tile.x, tile.maxY, tile.width, 1).intersection(inside)
        drawCaption(grid[place.y, place.x], isChosen: place == cam.gridCursor, in: line, &canvas)
        canvas.hit(
          Rect(tile.x, tile.y, tile.width, tile.height + 1), .gridCell(place))
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
    let painter = canvas.look.painter
    let size = painter.pixelSize(of: tile)
    guard size.width > 0, size.height > 0 else { return }
    let heat = Heat(answer.map, look: canvas.look)
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
    painter.draw(pixels, in: tile, of: &canvas.frame, background: canvas.theme[.background])
  }

  private func drawCaption(
    _ question: MapQuestion?, isChosen: Bool, in line: Rect, _ canvas: inout Canvas
  ) {
    var words = ""
    if let question {
      if let answer = cam.maps.kept(question) {
        words =
          cam.grid == .variants
          ? Numbers.percent(answer.probability)
          : answer.map.hasPositiveEvidence
            ? Numbers.value(Double(answer.map.maximum)) : "no evidence"
      } else if cam.maps.failures[question] != nil {
        words = "failed"
      }
    }
    let style = isChosen ? canvas.theme.selected : canvas.theme.style(.muted)
    canvas.frame.fill(line, style)
    canvas.frame.put(words.truncated(to: line.width), line.x, line.y, style, in: line)
  }
}
