import Figures
import Terminal

extension Canvas {
  /// Draws a diagram in characters: lines in braille, series in the theme's colours.
  mutating func plot(_ plot: Plot, in area: Rect) {
    let grid = PlotGrid(plot, columns: area.width, rows: area.height)
    let roles: [Theme.Role] = [.series1, .series2, .series3, .series4]
    for (row, cells) in grid.rows.enumerated() {
      for (column, cell) in cells.enumerated() where cell.character != " " {
        let role = cell.color.map { roles[$0 % roles.count] } ?? .muted
        frame.put(
          String(cell.character), area.x + column, area.y + row, theme.style(role), in: area)
      }
    }
  }
}
