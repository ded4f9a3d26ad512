import Figures
import Foundation
import Scaling
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct PlotTests {
  static let plots: [Plot] =
    [
      PaperPlots.imageNet(.parameters), PaperPlots.imageNet(.macs), PaperPlots.figure3,
      PaperPlots.figure4, PaperPlots.figure8,
    ] + DataSet.all.map(PaperPlots.transfer)

  @Test(arguments: plots)
  func everyDiagramHasLabelledAxesWithUnits(plot: Plot) {
    #expect(plot.x.label.contains("("))
    #expect(plot.y.label.contains("(%)"))
    #expect(plot.series.allSatisfy { !$0.points.isEmpty && !$0.name.isEmpty })
    #expect(!plot.caption.isEmpty)
  }

  @Test(arguments: plots)
  func plotsEncodeAsCompleteFiles(plot: Plot) throws {
    let png = PlotPicture(plot).bytes(.png)
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(png.suffix(8).starts(with: [0x49, 0x45, 0x4E, 0x44]))
    let svg = PlotPicture(plot).bytes(.svg)
    let parser = XMLParser(data: Data(svg))
    #expect(parser.parse(), "\(parser.parserError.map(String.init(describing:)) ?? "")")
    #expect(String(decoding: svg.prefix(400), as: UTF8.self).contains("<svg"))
  }

  @Test func linearTicksAreRoundNumbers() {
    let scale = PlotScale(PlotAxis("", range: 0...10), values: [], wanted: 5)
    #expect(scale.ticks.map(\.label) == ["0", "2", "4", "6", "8", "10"])
    let fine = PlotScale(PlotAxis("", range: 0.1...0.35), values: [], wanted: 5)
    #expect(fine.ticks.map(\.label) == ["0.10", "0.15", "0.20", "0.25", "0.30", "0.35"])
    #expect(scale.position(5) == 0.5)
  }

  @Test func logarithmicAxesPutEqualRatiosAtEqualDistances() {
    let axis = PlotAxis("", isLogarithmic: true, range: 1...100)
    let scale = PlotScale(axis, values: [], wanted: 8)
    #expect(abs(scale.position(10) - 0.5) < 1e-12)
    #expect(scale.ticks.filter { !$0.label.isEmpty }.map(\.label).contains("50"))
    #expect(scale.position(0) < 0)
  }

  @Test func axesWithoutUsableValuesStillHaveARange() {
    for values in [[], [3.0], [3, 3], [.nan], [0, 0], [-1, -1]] as [[Double]] {
      for isLogarithmic in [false, true] {
        let scale = PlotScale(
          PlotAxis("", isLogarithmic: isLogarithmic), values: values, wanted: 5)
        #expect(scale.high > scale.low)
        #expect(scale.low.isFinite && scale.high.isFinite)
      }
    }
  }

  @Test func aDiagonalIsDrawnInBraille() {
    let plot = Plot(
      title: "rise", x: PlotAxis("x (s)", range: 0...1), y: PlotAxis("y (m)", range: 0...1),
      series: [PlotSeries("line", [PlotPoint(0, 0), PlotPoint(1, 1)], color: 3, marker: .none)])
    let grid = PlotGrid(plot, columns: 26, rows: 12)
    #expect(grid.rows.count == 12)
    #expect(grid.rows.allSatisfy { $0.count == 26 })
    let drawn = grid.rows.flatMap { $0 }.filter { $0.color == 3 }
    #expect(drawn.count >= 20)
    #expect(grid.text.contains("x (s)"))
    #expect(grid.text.contains("─ line"))
  }

  @Test func ratiosAreDrawnAsLabelledLines() {
    let text = PlotGrid(PaperPlots.imageNet(.parameters), columns: 110, rows: 30).text
    #expect(text.contains("8.4x smaller") && text.contains("7.6x smaller"))
    let bare = PlotGrid(PaperPlots.imageNet(.parameters, ratios: false), columns: 110, rows: 30)
    #expect(!bare.text.contains("smaller"))
  }

  @Test(arguments: [(0, 0), (1, 1), (10, 40), (23, 8), (24, 9), (80, 24), (200, 60)])
  func gridsSurviveAnySize(columns: Int, rows: Int) {
    for plot in Self.plots {
      let grid = PlotGrid(plot, columns: columns, rows: rows)
      #expect(grid.rows.count == rows)
      #expect(grid.rows.allSatisfy { $0.count == columns })
    }
  }

  @Test func nonFinitePointsAreSkipped() {
    let points = [PlotPoint(.nan, 1), PlotPoint(1, .infinity), PlotPoint(2, 2), PlotPoint(-1, 3)]
    let plot = Plot(
      title: "", x: PlotAxis("x (1)", isLogarithmic: true), y: PlotAxis("y (1)"),
      series: [PlotSeries("s", points, color: 0)])
    let grid = PlotGrid(plot, columns: 40, rows: 12)
    #expect(grid.rows.count == 12)
    let text = grid.rows.map { String($0.map(\.character)) }
    #expect(text.contains { $0.contains("x (1), log scale") })
    #expect(text.contains { $0.contains("y (1)") && !$0.contains("log") })
    #expect(!PlotPicture(plot).bytes(.svg).isEmpty)
  }
}
