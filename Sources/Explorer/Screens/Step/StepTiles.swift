import Explanations
import Terminal

extension StepScreen {
  /// The grid of tiles in the area of the channels.
  func tiles(of shown: LayerActivation?, in area: Rect) -> TileGrid {
    TileGrid(
      in: area.size, map: Size(shown?.shape.width ?? 1, shown?.shape.height ?? 1),
      channels: shown?.shape.channels ?? 1, step: step.display.tileStep, MapDot(look.painter))
  }

  /// Draws the channels in order as tiles, each with its number and its largest value.
  func drawTiles(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    let grid = tiles(of: shown, in: area)
    let rows = (step.ranking.count + grid.columns - 1) / grid.columns
    let row = Table.offset(
      selected: step.cursor / grid.columns, count: rows, visible: grid.rows)
    let first = row * grid.columns
    for (place, channel) in step.ranking.dropFirst(first).prefix(grid.count).enumerated() {
      let tile = grid.picture(place, in: area)
      let rank = first + place
      canvas.channel(
        channel, of: shown, displayScale(shown, channel), grid.scale, at: Point(tile.x, tile.y),
        in: area)
      let line = Rect(tile.x, tile.maxY, tile.width, 1).intersection(area)
      let style = canvas.row(line, isSelected: rank == step.cursor, .muted)
      let caption = TileCaption(channel, shown.channels[channel], width: tile.width)
      canvas.frame.put(caption.name, line.x, line.y, style, in: line)
      canvas.frame.put(
        caption.value, line.maxX - caption.value.columns, line.y, style, in: line)
      canvas.hit(Rect(tile.x, tile.y, tile.width, tile.height + 1), .channel(rank: rank))
    }
    // The bar stands in the margin of the pane, beside the tiles.
    canvas.scrollbar(
      rows, from: row, visible: grid.rows, canvas.theme.style(.muted), x: area.maxX, of: area)
  }

  /// Draws one channel as large as the pane, with the element under the cursor.
  func drawChannel(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    guard let channel = step.channel else { return }
    let (picture, legend) = area.splitBottom(1)
    let map = DotScale.largest(
      Size(shown.shape.width, shown.shape.height), in: picture.size, MapDot(look.painter))
    let place = picture.centered(map.cells)
    canvas.channel(
      channel, of: shown, displayScale(shown, channel), map, at: Point(place.x, place.y),
      in: picture)
    canvas.hit(place, .element)
    guard let cell = step.place else { return }
    let own = map.cells(of: cell)
    canvas.outline(
      Outline(Rect(place.x + own.x, place.y + own.y, own.width, own.height)), in: place)
    let value = shown.value(channel: channel, row: cell.y, column: cell.x)
    canvas.text(
      "#\(channel), rank \(step.cursor + 1) · row \(cell.y + 1), column \(cell.x + 1): "
        + Numbers.value(value), .text, row: 0, of: legend)
  }

  private func displayScale(_ shown: LayerActivation, _ channel: Int) -> DisplayScale {
    (step.display.isAlike ? shown.summary : shown.channels[channel]).scale
  }
}

/// The line below a channel's tile: its number, and what its values are at most.
package struct TileCaption: Equatable, Sendable {
  package let name: String
  /// `peak 6.00`, for a saturated channel `62 % at 6.00`; empty where there is no room.
  package let value: String

  package init(_ channel: Int, _ summary: ValueSummary, width: Int) {
    let name = "#\(channel)"
    self.name = name
    let peak = Numbers.value(summary.maximum)
    let share = Numbers.fixed(100 * summary.maximumShare, 0)
    let texts = (summary.isSaturated ? ["\(share) % at \(peak)"] : []) + ["peak \(peak)"]
    value = texts.first { name.columns + 1 + $0.columns <= width } ?? ""
  }
}
