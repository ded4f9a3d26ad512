import Architectures
import Attribution
import Explanations
import Foundation
import Imaging
import Support
import Testing

/// What the text of a PNG keeps of classes and outputs, and what `--from` makes of it.
@Suite struct ComparisonReproductionTests {
  private static let cat = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Assets/chelsea.png").path

  private static func network(_ outputs: OutputActivation) throws -> LoadedNetwork {
    var request = NetworkRequest(variant: "lite0", checkpoint: "random:1")
    request.reading.outputActivation = outputs
    return try NetworkLoader.load(request)
  }

  private static func explanation(
    _ network: LoadedNetwork, class target: Int = 282
  ) throws -> Explanation {
    let photograph = try Photograph(reading: cat)
    return Explanation(
      examination: try ExplanationRunner(network).examine(photograph),
      question: ExplanationQuestion(
        ExplanationRequest(method: GradCAM(), layers: ["stage9"]), target: target),
      map: AttributionMap(height: 2, width: 2, values: [-1, 2, 3, 4]))
  }

  private static func comparison(_ explanation: Explanation) -> Comparison {
    Comparison(rows: [], columns: ["one"], explanations: [explanation])
  }

  private static func grid(_ explanation: Explanation) throws -> [UInt8] {
    var request = ComparisonRequest(ExplanationRequest())
    request.lists = [.classes: "282"]
    return try comparison(explanation).png(PictureStyle(), request: request)
  }

  /// The picture `png` with its text of `keyword` replaced, or without it.
  private static func changed(
    _ png: [UInt8], _ keyword: String, to text: String?
  ) throws -> [UInt8] {
    var texts = try PNGText.all(in: png).filter { $0.keyword != keyword }
    if let text { texts.append(PNGText(keyword: keyword, text: text)) }
    return try Picture.decode(png).encodedPNG(text: texts)
  }

  @Test func aGridKeepsTheNamesOfItsClasses() throws {
    let network = try Self.network(.sigmoid)
    let explanation = try Self.explanation(network)
    let png = try Self.grid(explanation)
    let texts = try PNGText.all(in: png)
    let names = "282 \(network.classNames[282])"
    #expect(texts.contains(PNGText(keyword: "effscope:class-names", text: names)))
    #expect(texts.contains(PNGText(keyword: "effscope:classifier-activation", text: "sigmoid")))
    let again = try ComparisonReproduction(png: png, name: "g.png")
    #expect(again.warnings.isEmpty)
    #expect(again.request.shared.network.checkpoint == nil)
    #expect(try again.keepingNames(in: network).classNames[282] == network.classNames[282])
    try again.check(Self.comparison(explanation))
    let renamed = try ComparisonReproduction(
      png: try Self.changed(png, "effscope:class-names", to: "282 bicycle"), name: "g.png")
    let failure = #expect(throws: Failure.self) { try renamed.keepingNames(in: network) }
    #expect(failure?.status == .badData)
    #expect(failure?.message.contains("class 282 was called 'bicycle'") == true)
  }

  @Test func aGridWithoutNamesSaysSo() throws {
    let png = try Self.grid(try Self.explanation(try Self.network(.softmax)))
    let old = try ComparisonReproduction(
      png: try Self.changed(png, "effscope:class-names", to: nil), name: "old.png")
    #expect(old.warnings.count == 1)
    #expect(old.warnings.first?.contains("old.png keeps no names of classes") == true)
  }

  @Test func aNameThatStandsForAnotherClassIsRefused() throws {
    let network = try Self.network(.softmax)
    let again = try ComparisonReproduction(
      png: try Self.grid(try Self.explanation(network)), name: "g.png")
    let other = Self.comparison(try Self.explanation(network, class: 281))
    let failure = #expect(throws: Failure.self) { try again.check(other) }
    #expect(failure?.message.contains("stood for 282, and now stand for 281") == true)
  }

  @Test func outputsThatMeanSomethingElseAreRefused() throws {
    let network = try Self.network(.sigmoid)
    let explanation = try Self.explanation(network)
    let linear = try Self.network(.linear)
    let single = try explanation.png(PictureStyle())
    let texts = try PNGText.all(in: single)
    #expect(texts.contains(PNGText(keyword: "effscope:classifier-activation", text: "sigmoid")))
    let reproduction = try Reproduction(png: single, name: "o.png")
    #expect(reproduction.network.reading.outputActivation == .sigmoid)
    try reproduction.check(network)
    for check in [
      { try reproduction.check(linear) },
      {
        let grid = try ComparisonReproduction(png: try Self.grid(explanation), name: "g.png")
        _ = try grid.keepingNames(in: linear)
      },
    ] {
      let failure = #expect(throws: Failure.self) { try check() }
      #expect(failure?.message.contains("were read as sigmoid, and now are as linear") == true)
    }
    // Version 0.1 wrote none.
    let old = try Self.changed(single, "effscope:classifier-activation", to: nil)
    try Reproduction(png: old, name: "old.png").check(linear)
  }
}
