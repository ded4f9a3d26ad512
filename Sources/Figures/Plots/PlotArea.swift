/// The cells of a grid inside axes, heading and legend.
struct PlotArea {
  let left, top, width, height: Int
  let x, y: PlotScale

  /// The row of the horizontal axis.
  var bottom: Int { top + height }

  init(_ plot: Plot, columns: Int, rows: Int, legendRows: Int) {
    top = 2
    // Below the diagram: axis, tick labels, axis label, legend.
    height = max(1, rows - top - 3 - legendRows)
    y = PlotScale(
      plot.y, values: plot.series.flatMap { $0.points.map(\.y) }, wanted: max(2, height / 3))
    left = (y.ticks.map(\.label.count).max() ?? 0) + 1
    width = max(1, columns - left)
    x = PlotScale(
      plot.x, values: plot.series.flatMap { $0.points.map(\.x) }, wanted: max(2, width / 10))
  }

  func column(_ value: Double) -> Int {
    left + Int((x.position(value) * Double(width - 1)).rounded())
  }

  func row(_ value: Double) -> Int {
    top + Int(((1 - y.position(value)) * Double(height - 1)).rounded())
  }

  /// The cell of a point, or nil if it is outside.
  func cell(_ point: PlotPoint) -> (row: Int, column: Int)? {
    guard (0...1).contains(x.position(point.x)), (0...1).contains(y.position(point.y)) else {
      return nil
    }
    return (row(point.y), column(point.x))
  }
}

/// Dots of braille characters, 2 × 4 per cell; a cell has the colour of its last dot.
struct BrailleDots {
  private let columns, rows: Int
  private var bits: [UInt8]
  private var colors: [Int?]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    bits = Array(repeating: 0, count: columns * rows)
    colors = Array(repeating: nil, count: columns * rows)
  }

  /// Character and colour of a cell, or nil if it has no dots.
  func cell(row: Int, column: Int) -> (Character, Int?)? {
    let index = row * columns + column
    guard bits[index] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(bits[index])) else {
      return nil
    }
    return (Character(scalar), colors[index])
  }

  /// Connects points with straight lines; a nil `color` is that of axes and texts.
  mutating func draw(_ points: [PlotPoint], isDashed: Bool, color: Int?, _ area: PlotArea) {
    let places = points.map { point in
      (
        across: area.x.position(point.x) * Double(2 * columns - 1),
        down: (1 - area.y.position(point.y)) * Double(4 * rows - 1)
      )
    }
    for (start, end) in zip(places, places.dropFirst()) {
      let length = max((end.across - start.across).magnitude, (end.down - start.down).magnitude)
      guard length.isFinite else { continue }
      let steps = min(Int(length.rounded(.up)), 10_000)
      for step in 0...max(steps, 1) {
        if isDashed && step % 6 >= 3 { continue }
        let fraction = Double(step) / Double(max(steps, 1))
        set(
          across: Int((start.across + fraction * (end.across - start.across)).rounded()),
          down: Int((start.down + fraction * (end.down - start.down)).rounded()), color: color)
      }
    }
  }

  private mutating func set(across: Int, down: Int, color: Int?) {
    guard (0..<2 * columns).contains(across), (0..<4 * rows).contains(down) else { return }
    // Unicode's order of the dots: left column, right column (three rows each), then the fourth row.
    let places: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    let index = down / 4 * columns + across / 2
    bits[index] |= places[down % 4][across % 2]
    colors[index] = color
  }
}
