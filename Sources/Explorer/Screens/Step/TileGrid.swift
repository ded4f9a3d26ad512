import Terminal

/// The grid of channels: tiles of one size, each with a line for its caption below.
package struct TileGrid: Equatable, Sendable {
  package let columns, rows: Int
  package let scale: DotScale
  /// The size that the tiles are spread over.
  package let size: Size

  package var count: Int { columns * rows }

  /// Columns and rows of one channel's picture.
  package var tile: Size { scale.cells }

  /// The picture of the tile at `place`, counted along the rows, within `area`.
  package func picture(_ place: Int, in area: Rect) -> Rect {
    let (column, row) = (place % columns, place / columns)
    func start(_ index: Int, of count: Int, each: Int, room: Int) -> Int {
      index * each + (count > 1 ? index * max(0, room - count * each) / (count - 1) : 0)
    }
    return Rect(
      area.x + start(column, of: columns, each: tile.columns, room: size.columns),
      area.y + start(row, of: rows, each: tile.rows + 1, room: size.rows),
      tile.columns, tile.rows)
  }
}

extension TileGrid {
  /// Tiles that are wanted at least, if the layer has as many channels.
  private static let wanted = 12
  /// Columns of the shortest caption, `#123`.
  private static let captionWidth = 4

  /// The largest tiles that fill `size` well and of which twelve fit; `step` sizes larger or smaller.
  package init(in size: Size, map: Size, channels: Int, step: Int = 0, _ dot: MapDot) {
    let room = Size(size.columns, size.rows - 1)
    let scales = DotScale.fitting(map, in: room, dot)
    var options = scales.filter { $0.cells.columns >= Self.captionWidth }
    if options.isEmpty { options = [DotScale.largest(map, in: room, dot)] }
    let grids = options.map { TileGrid(in: size, $0) }
    let enough = min(Self.wanted, max(1, channels))
    let fitting = grids.filter { $0.count >= enough }
    let best = fitting.map(\.filled).max() ?? 0
    let index =
      grids.lastIndex { $0.count >= enough && Double($0.filled) >= 0.9 * Double(best) } ?? 0
    self = grids[max(0, min(grids.count - 1, index + step))]
  }

  /// As many tiles of a scale as fit whole, a column apart.
  private init(in size: Size, _ scale: DotScale) {
    (self.size, self.scale) = (size, scale)
    columns = max(1, (size.columns + 1) / (scale.cells.columns + 1))
    rows = max(1, size.rows / (scale.cells.rows + 1))
  }

  /// Cells that pictures cover.
  private var filled: Int { count * tile.columns * tile.rows }
}
