/// Positions of the parts of a picture, in points from the top left.
struct PlotLayout {
  let left, right, top, bottom: Double
  let x, y: PlotScale

  init(_ plot: Plot, width: Double, height: Double) {
    let names = plot.series.filter { !$0.name.isEmpty }
    // An upper bound of 7 points per letter, so that the legend never overlaps the diagram.
    let legend = names.reduce(0.0) { $0 + 46 + 7 * Double($1.name.count) }
    left = 64
    right = width - 24
    let lines = names.isEmpty ? 0 : (legend / (right - left)).rounded(.up)
    top = 40 + 17 * lines
    bottom = height - 70
    x = PlotScale(
      plot.x, values: plot.series.flatMap { $0.points.map(\.x) },
      wanted: min(8, max(3, Int((right - left) / 55))))
    y = PlotScale(
      plot.y, values: plot.series.flatMap { $0.points.map(\.y) },
      wanted: min(7, max(3, Int((bottom - top) / 34))))
  }

  func across(_ value: Double) -> Double { left + x.position(value) * (right - left) }

  func down(_ value: Double) -> Double { bottom - y.position(value) * (bottom - top) }

  func place(_ point: PlotPoint) -> (x: Double, y: Double) { (across(point.x), down(point.y)) }
}
