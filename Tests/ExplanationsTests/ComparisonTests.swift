import Attribution
import Explanations
import Imaging
import Support
import Tensors
import Testing

@Suite struct DisplayScaleTests {
  private let map = AttributionMap(height: 1, width: 4, values: [-4, 0, 1, 2])

  @Test func anOwnScaleRunsOverTheEvidence() {
    let scale = DisplayScale(own: map, isSigned: false)
    #expect(scale.scaled(map).values == [0, 0, 0.5, 1])
    #expect(scale.low == 0 && scale.high == 2)
  }

  @Test func aSignedScaleIsSymmetricAboutZero() {
    let scale = DisplayScale(own: map, isSigned: true)
    #expect(scale.scaled(map).values == [0, 0.5, 0.625, 0.75])
    #expect(scale.low == -4 && scale.high == 4)
  }

  @Test func aSharedScaleGivesEqualValuesEqualColours() {
    let other = AttributionMap(height: 1, width: 1, values: [8])
    let scale = DisplayScale(shared: [map, other], isSigned: false)
    #expect(scale.position(of: 2) == 0.25 && scale.position(of: 8) == 1)
    #expect(DisplayScale(shared: [], isSigned: false).position(of: 1) == 1)
  }

  @Test func constantMapsAreFullOrEmpty() {
    for (value, expected) in [(Float(3), Float(1)), (-3, 0), (0, 0)] {
      let constant = AttributionMap(height: 1, width: 2, values: [value, value])
      let scale = DisplayScale(own: constant, isSigned: false)
      #expect(scale.scaled(constant).values == [expected, expected])
      #expect(scale.isBlank(constant) == (value <= 0))
    }
  }

  @Test(arguments: [
    (0.0, "0"), (20.2776, "20.28"), (-0.0391234, "-0.03912"), (9.99996, "10.00"),
    (1.2344e-6, "1.234e-06"), (-7.5e9, "-7.500e+09"), (1234.5, "1235"), (0.001, "0.001000"),
  ])
  func measuredValuesHaveFourDigits(value: Double, text: String) {
    #expect(NumberText.measured(value) == text)
  }
}

@Suite struct ComparisonTests {
  private func explanations(_ maps: [AttributionMap]) throws -> [Explanation] {
    let network = try NetworkLoader.load(
      NetworkRequest(variant: "lite0", checkpoint: "random:1"))
    let photograph = Photograph(
      name: "made",
      picture: Picture(width: 40, height: 40, color: RGBColor(red: 9, green: 9, blue: 9))
    )
    let examination = try ExplanationRunner(network).examine(photograph)
    return maps.map { map in
      Explanation(
        examination: examination,
        question: ExplanationQuestion(
          ExplanationRequest(method: GradCAM(), layers: ["stage9"]), target: 1), map: map)
    }
  }

  @Test func rankCorrelationsAreOneMinusOneOrUndefined() throws {
    let rising = AttributionMap(height: 2, width: 2, values: [1, 2, 3, 40])
    let squares = AttributionMap(height: 2, width: 2, values: [1, 4, 9, 10])
    let falling = rising.mapValues { -$0 }
    let constant = rising.mapValues { _ in 5 }
    let comparison = Comparison(
      rows: [], columns: ["a", "b", "c", "d"],
      explanations: try explanations([rising, squares, falling, constant]))
    #expect(comparison.correlations[0][1] == 1 && comparison.correlations[0][2] == -1)
    #expect(comparison.correlations[0][3].isNaN)
    #expect(comparison.gridSize == PixelSize(width: 2, height: 2))
  }

  @Test func mapsAreSampledOnTheLargestGrid() throws {
    let small = AttributionMap(height: 1, width: 2, values: [0, 1])
    let large = AttributionMap(height: 2, width: 4, values: [0, 1, 2, 3, 0, 1, 2, 3])
    let comparison = Comparison(
      rows: ["r", "s"], columns: ["c"], explanations: try explanations([small, large]))
    #expect(comparison.gridSize == PixelSize(width: 4, height: 2))
    // [0, ¼, ¾, 1] ranks as [0, 1, 2, 3] does.
    #expect(comparison.correlations[0][1] > 0.999)
    #expect(comparison.label(1) == "s, c")
  }

  @Test func theGridHasAPictureForEachMapAndSaysWhatItShows() throws {
    let map = AttributionMap(height: 2, width: 2, values: [-1, 2, 3, 4])
    let comparison = Comparison(
      rows: [], columns: ["one", "two"], explanations: try explanations([map, map]))
    let png = try comparison.png(PictureStyle())
    let picture = try Picture.decode(png)
    #expect(picture.width == 3 * (232 + 14) + 14)
    #expect(
      try PNGText.all(in: png).contains(PNGText(keyword: "effscope:kind", text: "comparison")))
    // Two equal maps give two equal cells, which differ from the photograph.
    func cell(_ column: Int) -> Picture {
      picture.cropped(
        to: PixelRectangle(x: 14 + column * 246, y: 100, width: 232, height: 232))
    }
    #expect(cell(1) == cell(2) && cell(0) != cell(1))
    let failure = #expect(throws: Failure.self) { try Reproduction(png: png, name: "g.png") }
    #expect(failure?.message.contains("compare") == true)
  }
}
