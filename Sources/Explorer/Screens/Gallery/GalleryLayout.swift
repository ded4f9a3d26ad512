import Terminal

/// The areas of the gallery on a screen, for drawing and for moving the cursor.
package struct GalleryLayout: Equatable, Sendable {
  package var pane: Rect
  /// The pane of the image under the cursor; empty on a small screen.
  package var detail: Rect
  /// The area inside the pane's border.
  package var inside: Rect
  package var columns: Int
  package var lines: Int
  /// Size of an image with its caption, in cells.
  package var tile: Size

  package init(_ area: Rect, _ display: GalleryState.Display, isZoomed: Bool) {
    if area.width >= 110, !isZoomed {
      (pane, detail) = area.splitLeft(area.width - max(38, min(56, area.width * 28 / 100)))
    } else if area.height >= 20, !isZoomed {
      (pane, detail) = area.splitBottom(6)
    } else {
      (pane, detail) = (area, Rect(area.x, area.maxY, 0, 0))
    }
    inside = Box.inside(pane).inset(1, 0)
    switch display.arrangement {
    case .list:
      tile = Size(max(1, inside.width), 1)
      columns = 1
      lines = max(1, inside.height - 1)
    case .grid:
      let wanted = [Size(13, 5), Size(19, 8), Size(31, 13)][max(0, min(2, display.tileSize))]
      let across = Self.fitted(wanted.columns, gap: 1, into: inside.width)
      let down = Self.fitted(wanted.rows, gap: 0, into: inside.height)
      (columns, lines) = (across.count, down.count)
      tile = Size(max(1, across.length), max(2, down.length))
    }
  }

  /// The number of tiles that fit if each may be an eighth shorter than `wanted`, and their length.
  private static func fitted(_ wanted: Int, gap: Int, into room: Int) -> (count: Int, length: Int) {
    let least = (wanted * 7 + 7) / 8
    let count = max(1, (room + gap) / (least + gap))
    return (count, min(wanted, (room + gap) / count - gap))
  }

  package var capacity: Int { columns * lines }

  /// The area of the image `index` places after the first one on the screen.
  package func place(_ index: Int) -> Rect {
    Rect(
      inside.x + index % columns * (tile.columns + 1), inside.y + index / columns * tile.rows,
      tile.columns, tile.rows
    ).intersection(inside)
  }
}
