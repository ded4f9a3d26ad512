import Terminal

/// The areas of the Architecture screen's panes; an empty pane is not drawn.
package struct ArchitecturePanes: Equatable, Sendable {
  package var table: Rect
  /// The diagram of one block.
  package var diagram = Rect(0, 0, 0, 0)
  /// The drawing of the network's tensors.
  package var network = Rect(0, 0, 0, 0)

  /// Whether there is room for a row of every block and, beside them, for the drawing.
  package static func isRoomy(_ area: Rect) -> Bool { area.width >= 170 && area.height >= 36 }

  package init(in area: Rect, isZoomed: Bool = false) {
    table = area
    guard !isZoomed, area.height >= 20 else { return }
    if Self.isRoomy(area) {
      let side: Rect
      (table, side) = area.splitLeft(area.width - 72)
      (network, diagram) = side.splitTop(side.height * 3 / 5)
      return
    }
    // A table above keeps the width that its columns and bars need.
    let lower: Rect
    (lower, table) = (area.splitBottom(area.height >= 34 ? 18 : 9).bottom, area)
    table.height = area.height - lower.height
    guard area.width >= 100, lower.height >= 14 else {
      diagram = lower
      return
    }
    (diagram, network) = lower.splitLeft(lower.width / 2)
  }
}
