import Attribution
import Explanations
import Foundation
import Imaging
import Support
import Testing

/// Pictures of an untrained network and a small photograph, their text and reproduction.
@Suite struct ExplanationPictureTests {
  private static func runner(seed: Int = 3) throws -> ExplanationRunner {
    ExplanationRunner(
      try NetworkLoader.load(NetworkRequest(variant: "lite0", checkpoint: "random:\(seed)")))
  }

  private static var photograph: Photograph {
    get throws {
      let assets = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Assets/chelsea.png").path
      return try Photograph(reading: assets)
    }
  }

  private static func explanation() throws -> Explanation {
    try runner().explain(
      try photograph, ExplanationRequest(method: HiResCAM(), classes: [.query("7")]))[0]
  }

  @Test func evidenceAndBiasAddUpToTheLogit() throws {
    let explanation = try Self.explanation()
    let account = try #require(explanation.account)
    #expect(abs(account.evidence + account.bias - Double(explanation.target.logit)) < 1e-4)
    #expect(abs(account.evidence - explanation.map.sum) < 1e-9)
  }

  @Test func anotherMethodHasNoAccount() throws {
    let explanation = try Self.runner().explain(
      try Self.photograph, ExplanationRequest(method: AttributionMethods.named("eigen-cam")))[0]
    #expect(explanation.account == nil)
  }

  @Test func aLegendIsAddedBelowTheUnchangedPicture() throws {
    let explanation = try Self.explanation()
    var style = PictureStyle()
    let plain = try explanation.picture(style)
    style.hasLegend = true
    let withLegend = try explanation.picture(style)
    #expect(withLegend.width == plain.width && withLegend.height > plain.height + 60)
    let top = withLegend.cropped(
      to: PixelRectangle(x: 0, y: 0, width: plain.width, height: plain.height))
    #expect(top == plain)
    // The bar's last column has the colour of the largest value, and there is ink for the letters.
    let strip = withLegend.cropped(
      to: PixelRectangle(
        x: 0, y: plain.height, width: plain.width, height: withLegend.height - plain.height))
    let colors = (0..<strip.height).map { strip[strip.width - 12, $0] }
    let last = ColorMap.inferno.colors[255]
    #expect(
      colors.contains { color in
        abs(Int(color.red) - Int(last.red)) < 8 && abs(Int(color.blue) - Int(last.blue)) < 16
      })
    #expect(strip.pixels.contains { $0 < 60 })
  }

  @Test func theTextReproducesThePicture() throws {
    let runner = try Self.runner()
    let photograph = try Self.photograph
    for (method, layers, fusion) in [
      (HiResCAM() as any AttributionMethod, ["stage9"], nil),
      (LayerCAM(), ["stage5", "stage7.block1.depthwise"], MapFusion.max),
      (try AttributionMethods.named("input-x-gradient"), [], nil),
    ] {
      var request = ExplanationRequest(
        method: method, layers: layers, fusion: fusion, classes: [.query("5")], versus: "9",
        settings: MethodSettings(samples: 3, seed: 11))
      request.paths = .absolute
      let explanation = try runner.explain(photograph, request)[0]
      var style = PictureStyle()
      style.isSigned = fusion == nil
      style.colorMap = fusion == nil ? .coolwarm : .viridis
      style.contours = [0.25, 0.75]
      style.box = 0.4
      style.crop = .seen
      style.hasLegend = true
      style.alpha = 0.7
      style.alphaMode = .evidence
      style.interpolation = .nearest
      style.scale = DisplayScale(kind: .shared, low: -2, high: 2, isSigned: fusion == nil)
      let first = try explanation.png(style)

      let reproduction = try Reproduction(png: first, name: "first.png")
      #expect(reproduction.network.checkpoint == "random:3")
      #expect(reproduction.warnings.isEmpty)
      try reproduction.check(runner.network)
      try reproduction.check(photograph)
      let question = try reproduction.question(in: runner.network)
      let again = try runner.explain(try runner.examine(photograph), [question])[0]
      #expect(try again.png(reproduction.style) == first, "\(method.name)")
    }
  }

  @Test func anotherNetworkOrImageIsRefused() throws {
    let first = try Self.explanation().png(PictureStyle())
    let reproduction = try Reproduction(png: first, name: "first.png")
    let other = try Photograph(
      reading: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Assets/coffee.png").path)
    let failure = #expect(throws: Failure.self) { try reproduction.check(other) }
    #expect(failure?.status == .badData)
    #expect(failure?.message.contains("has changed") == true)
  }

  @Test func partialResultsAreMarkedAndNotReproduced() throws {
    let full = try Self.explanation()
    let partial = Explanation(
      examination: full.examination, question: full.question, map: full.map, isPartial: true)
    let png = try partial.png(PictureStyle())
    #expect(try PNGText.all(in: png).contains(PNGText(keyword: "effscope:partial", text: "yes")))
    let failure = #expect(throws: Failure.self) { try Reproduction(png: png, name: "p.png") }
    #expect(failure?.message.contains("partial") == true)
  }

  @Test(arguments: [
    ("alpha", "nan"), ("alpha", "inf"), ("scale-low", "nan"), ("scale-high", "inf"),
    ("scale-high", "1e39"), ("scale-low", "1e30"), ("seed", "-1"),
  ])
  func numbersThatAreNoneAreNotReproduced(key: String, value: String) throws {
    let explanation = try Self.explanation()
    var style = PictureStyle()
    style.scale = DisplayScale(kind: .own, low: -2, high: 2, isSigned: false)
    let texts = try PNGText.all(in: try explanation.png(style))
    let changed = texts.map { text in
      text.keyword == "effscope:\(key)" ? PNGText(keyword: text.keyword, text: value) : text
    }
    #expect(changed != texts)
    let png = try explanation.picture(style).encodedPNG(text: changed)
    let failure = #expect(throws: Failure.self) { try Reproduction(png: png, name: "p.png") }
    #expect(failure?.status == .badData)
    #expect(failure?.message.contains("effscope:\(key)") == true || key == "scale-low")
  }

  @Test func aClassThatTheNetworkHasNotIsNotReproduced() throws {
    let explanation = try Self.explanation()
    let texts = try PNGText.all(in: try explanation.png(PictureStyle())).map { text in
      text.keyword == "effscope:class" ? PNGText(keyword: text.keyword, text: "5000") : text
    }
    let png = try explanation.picture(PictureStyle()).encodedPNG(text: texts)
    let reproduction = try Reproduction(png: png, name: "p.png")
    let network = try Self.runner().network
    let failure = #expect(throws: Failure.self) { try reproduction.check(network) }
    #expect(failure?.status == .badData)
    #expect(throws: Failure.self) { try reproduction.keepingNames(in: network) }
  }

  @Test func moreClassesThanThereAreAreRefused() throws {
    let runner = try Self.runner()
    let photograph = try Self.photograph
    for (count, isRead) in [(1000, true), (1001, false), (5000, false)] {
      let request = ExplanationRequest(method: HiResCAM(), classes: [.top(count)])
      let result = Result { try request.resolved(in: runner.network) }
      #expect(((try? result.get()) != nil) == isRead, "\(count)")
    }
    #expect(throws: Failure.self) {
      try runner.explain(
        photograph, ExplanationRequest(method: HiResCAM(), classes: [.top(5000)]))
    }
  }

  @Test func withoutPositiveEvidenceThePhotographStays() throws {
    let full = try Self.explanation()
    let blank = Explanation(
      examination: full.examination, question: full.question,
      map: AttributionMap(height: 1, width: 2, values: [-1, -2]))
    var style = PictureStyle()
    #expect(try blank.picture(style) == full.examination.image.picture)
    #expect(blank.box(style) == nil)
    style.isSigned = true
    #expect(try blank.picture(style) != full.examination.image.picture)
  }

  @Test func unsupportedLayersAreRefusedWithAdvice() throws {
    let network = try Self.runner().network
    let (saliency, rise) = (
      try AttributionMethods.named("saliency"), try AttributionMethods.named("rise")
    )
    func message(_ request: ExplanationRequest) -> String? {
      #expect(throws: Failure.self) { try request.check(against: network) }?.message
    }
    #expect(message(ExplanationRequest(layers: ["stage3"]))?.contains("grad-cam") == true)
    #expect(
      message(ExplanationRequest(method: saliency, layers: ["stage3"]))?.contains("--layer")
        == true)
    #expect(
      message(ExplanationRequest(method: GradCAM(), fusion: .mean))?.contains("one layer") == true)
    #expect(
      message(ExplanationRequest(method: rise, smoothing: .eigen))?.contains("augment") == true)
    let unknown = #expect(throws: Failure.self) { try ExplanationRequest.method("gradcam") }
    #expect(unknown?.status == .usage)
    #expect(unknown?.message.contains("did you mean grad-cam?") == true)
    #expect(unknown?.message.contains("smooth-grad") == true)
  }
}
