import Terminal

extension CAMScreen {
  /// Draws insertion and deletion curves with the areas under them.
  func drawCurves(in area: Rect, _ canvas: inout Canvas) {
    guard let question, area.height > 4 else { return }
    guard let facts = cam.maps.curves[question] else {
      return canvas.waiting(
        "inserting and deleting pixels …", jobs.failure(of: CurvesJob(question: question)),
        in: area)
    }
    let theme = canvas.theme
    let (plot, legend) = area.inset(0, area.height > 10 ? 1 : 0).splitBottom(3)
    func points(_ curve: CurveFacts.Curve) -> [(x: Double, y: Double)] {
      let last = Double(max(1, curve.probabilities.count - 1))
      return curve.probabilities.enumerated().map { (Double($0.offset) / last, $0.element) }
    }
    canvas.draw(
      BraillePlot(
        [
          .init(points(facts.deletion), color: theme[.series2]),
          .init(points(facts.insertion), color: theme[.series1]),
        ], x: 0...1, y: 0...1, background: theme[.background]), in: plot)
    canvas.text("0 % of the pixels", .muted, row: 0, of: legend)
    canvas.text("100 %", .muted, row: 0, of: legend, [], .trailing)
    let areas = Rect(legend.maxX - 8, legend.y, 8, legend.height)
    canvas.text("━ insertion, area", .series1, row: 1, of: legend)
    canvas.text(Numbers.fixed(facts.insertion.area, 3), .text, row: 1, of: areas, [], .trailing)
    canvas.text("━ deletion, area", .series2, row: 2, of: legend)
    canvas.text(Numbers.fixed(facts.deletion.area, 3), .text, row: 2, of: areas, [], .trailing)
  }
}
