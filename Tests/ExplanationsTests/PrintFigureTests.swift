import Attribution
import Explanations
import Figures
import Foundation
import Imaging
import Support
import Tensors
import Testing

/// Figures with a width in print: their pixels, letters, scales and texts.
@Suite struct PrintFigureTests {
  private static let map = AttributionMap(height: 2, width: 2, values: [-1, 1, 2, 4])

  private static func runner() throws -> ExplanationRunner {
    ExplanationRunner(
      try NetworkLoader.load(NetworkRequest(variant: "lite0", checkpoint: "random:3")))
  }

  private static func picture(_ width: Int, _ height: Int) -> Photograph {
    Photograph(
      name: "made",
      picture: Picture(
        width: width, height: height, color: RGBColor(red: 90, green: 120, blue: 60)))
  }

  /// Explanations of made photographs with a given map.
  private static func explanation(
    _ photograph: Photograph, _ map: AttributionMap = PrintFigureTests.map, target: Int = 1,
    truth: Int? = nil,
    method: any AttributionMethod = GradCAM()
  ) throws -> Explanation {
    Explanation(
      examination: try runner().examine(photograph),
      question: ExplanationQuestion(
        ExplanationRequest(method: method, layers: ["stage9"]), target: target, truth: truth),
      map: map)
  }

  private static func style(_ width: String, dpi: Int? = nil) throws -> PictureStyle {
    var style = PictureStyle()
    let parsed: PrintWidth = try #require(PrintWidth(width))
    style.layout.width = parsed
    style.layout.dotsPerInch = dpi
    return style
  }

  private static func svg(_ explanation: Explanation, _ style: PictureStyle) throws -> String {
    String(decoding: try explanation.file(style, .svg), as: UTF8.self)
  }

  @Test(arguments: [
    ("85mm", 300, 1004), ("8.5cm", 300, 1004), ("3.5in", 600, 2100), ("240pt", 150, 500),
    ("640px", 300, 640), ("640", 72, 640),
  ])
  func aWidthInPrintIsANumberOfPixels(text: String, dpi: Int, pixels: Int) throws {
    #expect(try #require(PrintWidth(text)).pixels(at: dpi) == pixels)
  }

  @Test(arguments: ["", "mm", "-3mm", "0in", "wide", "infmm", "nan"])
  func whatIsNoLengthIsNone(text: String) {
    #expect(PrintWidth(text) == nil)
  }

  @Test func theFigureHasTheSameSizeForEveryPhotograph() throws {
    for (width, height) in [(40, 30), (900, 675)] {
      let png = try Self.explanation(Self.picture(width, height)).png(Self.style("85mm"))
      let drawn = try Picture.decode(png)
      #expect(drawn.width == 1004)
      // The photograph is 753 pixels high; the legend stands below it.
      #expect(drawn.height > 753 + 150)
      // 300 pixels an inch are 11811 a metre.
      let chunk = Array("pHYs".utf8) + [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1]
      #expect(Data(png).range(of: Data(chunk)) != nil)
    }
    let plain = try Self.explanation(Self.picture(40, 30)).png(PictureStyle())
    #expect(Data(plain).range(of: Data("pHYs".utf8)) == nil)
    #expect(try Picture.decode(plain).size == PixelSize(width: 40, height: 30))
  }

  @Test func aPrintedFigureIsMadeAgainFromItsText() throws {
    let runner = try Self.runner()
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Assets/chelsea.png").path
    let photograph = try Photograph(reading: path)
    var request = ExplanationRequest(method: HiResCAM(), classes: [.truth])
    request.paths = .absolute
    request.truth = .index(5)
    request.style = try Self.style("60mm", dpi: 150)
    request.style.contours = [0.5]
    request = try request.resolved(in: runner.network)
    let explanation = try runner.explain(photograph, request)[0]
    #expect(explanation.target.index == 5 && explanation.truth?.index == 5)
    let first = try explanation.png(request.style)
    let reproduction = try Reproduction(png: first, name: "first.png")
    let question = try reproduction.question(in: runner.network)
    #expect(question.truth == 5)
    let again = try runner.explain(try runner.examine(photograph), [question])[0]
    #expect(try again.png(reproduction.style) == first)
  }

  @Test func aSideLargerThanThePhotographIsHonoured() throws {
    var style = PictureStyle()
    for side in [20, 100] {
      style.side = side
      let drawn = try Picture.decode(
        try Self.explanation(Self.picture(40, 30)).png(style))
      #expect(drawn.width == side)
    }
  }

  @Test func sizesThatExcludeEachOtherAreRefused() throws {
    let network = try Self.runner().network
    for (texts, words) in [
      ([("side", "300"), ("print-width", "85mm")], "--print-width says the size too"),
      ([("cell", "20mm"), ("print-width", "85mm")], "--print-width says the size too"),
      ([("dpi", "300")], "--print-width"), ([("print-width", "9in"), ("dpi", "2400")], "pixels"),
    ] {
      var request = ExplanationRequest()
      for (name, text) in texts {
        try request.set(try #require(ExplanationOption.named(name)), to: [text])
      }
      let failure = #expect(throws: Failure.self) { try request.resolved(in: network) }
      #expect(failure?.status == .usage && failure?.message.contains(words) == true, "\(texts)")
    }
  }

  @Test func vectorsHaveLettersAndTheWidthOfAColumn() throws {
    let explanation = try Self.explanation(Self.picture(40, 30), truth: 7)
    var style = PictureStyle()
    style.contours = [0.5]
    let svg = try Self.svg(explanation, style)
    #expect(svg.contains("width=\"240.960pt\""))
    #expect(svg.contains(">1 goldfish</text>"))
    // The true class, and the contour's level on the colour bar: half of 4.
    #expect(svg.contains(">true: 7 cock"))
    #expect(svg.contains(">2.000</text>"))
    // Plain letters have 7 points.
    #expect(svg.contains("font-size=\"7.000\""))
    let pdf = String(decoding: try explanation.file(style, .pdf), as: UTF8.self)
    #expect(pdf.hasPrefix("%PDF-1."))
    #expect(pdf.contains("/FontFile"))
    #expect(pdf.firstMatch(of: /MediaBox \[ ?0 0 240\.96/) != nil)
  }

  @Test func weakEvidenceIsDimmedAndSaysSo() throws {
    #expect(abs(DisplayRules.strength(of: 0.24, against: -3.8) - 0.24 / (3.8 * 0.25)) < 1e-6)
    #expect(DisplayRules.strength(of: 1, against: -3.8) == 1)
    #expect(DisplayRules.strength(of: 1, against: 0) == 1)
    let weak = AttributionMap(height: 1, width: 2, values: [-3.8, 0.24])
    let strong = AttributionMap(height: 1, width: 2, values: [-0.5, 0.24])
    var style = PictureStyle()
    let plain = RGBColor(red: 90, green: 120, blue: 60)
    func change(_ map: AttributionMap) throws -> Int {
      let drawn = try Self.explanation(Self.picture(40, 40), map).picture(style)
      let places = (0..<40).flatMap { row in (0..<40).map { drawn[$0, row] } }
      return places.map { abs(Int($0.red) - Int(plain.red)) }.max() ?? 0
    }
    let (dim, bright) = (try change(weak), try change(strong))
    #expect(dim * 2 < bright, "\(dim), \(bright)")
    style = try Self.style("85mm")
    let words = "weak, so drawn dimmed"
    #expect(try Self.svg(Self.explanation(Self.picture(40, 40), weak), style).contains(words))
    #expect(try !Self.svg(Self.explanation(Self.picture(40, 40), strong), style).contains(words))
  }

  @Test func theClassesOfAPhotographShareAScaleAndMethodsDoNot() throws {
    let photograph = Self.picture(40, 40)
    let other = Self.map.mapValues { $0 * 3 }
    let classes = [
      try Self.explanation(photograph, target: 1),
      try Self.explanation(photograph, other, target: 2),
    ]
    let scales = classes.styles(PictureStyle(), .photograph).map(\.scale)
    #expect(scales.allSatisfy { $0?.high == 12 && $0?.low == 0 })
    #expect(classes.styles(PictureStyle(), .own).allSatisfy { $0.scale == nil })
    let methods = [
      classes[0], try Self.explanation(photograph, other, method: HiResCAM()),
    ]
    #expect(methods.styles(PictureStyle(), .photograph).allSatisfy { $0.scale == nil })
    let failure = #expect(throws: Failure.self) { try methods.check(.shared) }
    #expect(failure?.message.contains("different units") == true)
    let mixed = classes + [methods[1]]
    try mixed.check(.shared)
    #expect(mixed.styles(PictureStyle(), .shared).map { $0.scale?.high } == [12, 12, 12])
    #expect(
      (classes + [try Self.explanation(photograph, method: HiResCAM())])
        .styles(PictureStyle(), .shared).map { $0.scale?.high } == [12, 12, 4])
  }

  @Test func aGridHasLettersOneLegendAndItsWidth() throws {
    let photograph = Self.picture(40, 40)
    let comparison = Comparison(
      rows: [], columns: ["one", "two"],
      explanations: [
        try Self.explanation(photograph, target: 1), try Self.explanation(photograph, target: 2),
      ])
    let style = try Self.style("120mm")
    let svg = String(
      decoding: try comparison.file(style, .photograph, .svg), as: UTF8.self)
    for words in ["(a) photograph", "(b) one", "(c) two"] {
      #expect(svg.contains(">\(words)</text>"), "\(words)")
    }
    // One bar from −1 to 4 for both maps.
    #expect(svg.components(separatedBy: ">4.000</text>").count == 2)
    let own = String(decoding: try comparison.file(style, .own, .svg), as: UTF8.self)
    #expect(own.components(separatedBy: ">4.000</text>").count == 3)
    let png = try comparison.file(style, .photograph, .png)
    #expect(try Picture.decode(png).width == 1417)
    var cells = PictureStyle()
    cells.layout.cell = PrintWidth(100, .pixels)
    // Three panels of 100 pixels and two gaps of 6 points at 300 pixels an inch.
    #expect(try Picture.decode(comparison.file(cells, .photograph, .png)).width == 350)
  }

  @Test func aLongTextLosesItsMiddle() throws {
    var page = Page(width: 200, height: 20)
    page.write(
      "holiday-photographs-of-the-whole-family-in-the-garden-0042.jpg", Page.Style(size: 10),
      x: 0, y: 15, limit: 120)
    let svg = String(decoding: try page.svg(title: "t", facts: ""), as: UTF8.self)
    let shown = try #require(svg.firstMatch(of: />(holiday[^<]*)<\/text>/)).1
    #expect(shown.contains("…") && shown.hasSuffix("42.jpg"), "\(shown)")
  }

  @Test func classesAreListedWithCommas() throws {
    #expect(try TargetClass.list("truth,top") == [.truth, .top(1)])
    #expect(try TargetClass.list("281, top:2") == [.query("281"), .top(2)])
    // A name may have a comma.
    #expect(try TargetClass.list("cock, hen") == [.query("cock, hen")])
  }

  @Test func aTrueClassThatIsNotKnownIsRefused() throws {
    let network = try Self.runner().network
    let request = ExplanationRequest(method: GradCAM(), classes: [.truth])
    #expect(throws: Failure.self) { try request.resolved(in: network) }
    var told = request
    told.truth = .folders
    let resolved = try told.resolved(in: network)
    let failure = #expect(throws: Failure.self) {
      try Self.runner().explain(Self.picture(40, 40), resolved)
    }
    #expect(failure?.message.contains("true class") == true)
  }
}
