import Attribution
import Explanations
import Explorer
import Terminal
import Testing

@Suite("A map says how strong it is")
struct MapStrengthTests {
  private func map(_ values: Float...) -> AttributionMap {
    AttributionMap(height: 1, width: values.count, values: values)
  }

  @Test("The peak is a share of the top class's peak")
  func sentence() {
    func words(_ peak: Float, _ top: Double) -> String {
      MapStrength.sentence(
        map(-1, peak), .ofScore, isTop: false, top: ("Komodo dragon", top))
    }
    #expect(words(4.92, 41) == "peak 4.92: 12 % of Komodo dragon's, weak")
    #expect(words(20, 40) == "peak 20.00: 50 % of Komodo dragon's, moderate")
    #expect(words(52, 40) == "peak 52.00: 130 % of Komodo dragon's, strong")
    #expect(words(0.05, 40) == "peak 0.050: 0.12 % of Komodo dragon's, weak")
    #expect(words(3, -2) == "peak 3.00; Komodo dragon has no positive evidence")
    #expect(words(-0.5, 40) == "no positive evidence: the largest value is −0.500")
  }

  @Test("Weak ends at a quarter, moderate at three quarters")
  func bounds() {
    #expect(MapStrength(share: 0.249) == .weak && MapStrength(share: 0.25) == .moderate)
    #expect(MapStrength(share: 0.749) == .moderate && MapStrength(share: 0.75) == .strong)
  }

  @Test("Maps that can't be compared are not")
  func incomparable() {
    let top = (label: "tabby", peak: 40.0)
    #expect(
      MapStrength.sentence(map(4), .rescaled, isTop: false, top: top)
        == "peak 4.00: rescaled by the method, so it says nothing about strength")
    #expect(
      MapStrength.sentence(map(4), .sameForAllClasses, isTop: false, top: top)
        == "peak 4.00: the same map for every class")
    #expect(
      MapStrength.sentence(map(4), .ofScore, isTop: true, top: top)
        == "peak 4.00: the class with the largest output")
    #expect(MapStrength.sentence(map(4), .ofScore, isTop: false, top: nil) == "peak 4.00")
  }

  @Test("The share of the score is in percent; a score of 0 has none")
  func share() {
    #expect(
      EvidenceAccount(evidence: 9.117, bias: 0.025, score: 9.142).shareWords
        == "the map accounts for 99.7 % of the score")
    #expect(EvidenceAccount(evidence: 1, bias: -1, score: 0).shareWords == nil)
  }

  @Test("Each scale spans what its words name")
  func scales() {
    let own = map(2, 5)
    func scale(
      _ kind: MapScaleKind, isSigned: Bool = false, top: AttributionMap? = nil,
      layers: [AttributionMap] = []
    ) -> MapScale {
      MapScale(
        kind, of: own, isSigned: isSigned, top: top.map { ("tabby", $0) },
        layers: ("stages 5 to 9", layers))
    }
    func ends(_ scale: MapScale) -> [Float] { [scale.scale.low, scale.scale.high] }
    #expect(ends(scale(.own)) == [2, 5] && scale(.own).words == "own scale")
    let top = scale(.topClass, top: map(-3, 40))
    #expect(ends(top) == [0, 40] && top.words == "scale of tabby")
    #expect(ends(scale(.topClass, isSigned: true, top: map(-50, 40))) == [-50, 50])
    let layers = scale(.layers, layers: [map(8), map(1)])
    #expect(ends(layers) == [0, 8] && layers.words == "scale of stages 5 to 9")
    // Without the other maps the words don't claim a scale that is not there.
    #expect(ends(scale(.topClass)) == [2, 5])
    #expect(scale(.topClass).words == "own scale (no map of the top class)")
    #expect(scale(.topClass, top: map(-1)).words == "own scale (no map of the top class)")
    #expect(scale(.layers).words == "own scale (no other layer)")
  }

  @Test("Every method has a meaning", arguments: MethodFacts.all)
  func meanings(method: MethodFacts) throws {
    let meaning = try #require(method.meaning, "\(method.name)")
    #expect(!meaning.line.isEmpty && !meaning.line.hasSuffix("."))
    #expect(method.isPixelLevel == [.pixelGradients, .pixelChanges].contains(meaning.family))
  }

  @Test("The cost at a layer is that of the documentation")
  func costs() {
    func passes(_ name: String, isLast: Bool) -> Int? {
      MethodFacts.all.first { $0.name == name }?.passes(channels: 320, isLastStage: isLast)
    }
    #expect(passes("cam", isLast: true) == 0)
    #expect(passes("grad-cam", isLast: true) == 0 && passes("grad-cam", isLast: false) == 1)
    #expect(passes("shapley-cam", isLast: true) == 0 && passes("shapley-cam", isLast: false) == 5)
    #expect(passes("score-cam", isLast: true) == 320 && passes("is-cam", isLast: false) == 3200)
    #expect(
      passes("ablation-cam", isLast: true) == 0 && passes("ablation-cam", isLast: false) == 320)
    #expect(passes("saliency", isLast: true) == 1 && passes("full-grad", isLast: true) == 1)
    #expect(passes("integrated-gradients", isLast: true) == 50)
    #expect(passes("occlusion", isLast: true) == 169)
  }

  @Test("Tiles share the room, and are wide enough for their numbers")
  func tiles() {
    // Nine stages do not fit beside their headings at 80 columns: fewer and larger tiles.
    let small = GridShape((columns: 9, rows: 12), in: Size(61, 20))
    #expect(small.columns == 4 && small.tile.columns == 14 && small.rows == 2)
    let two = GridShape((columns: 2, rows: 1), in: Size(61, 20))
    #expect(two.columns == 2 && two.tile == Size(30, 15))
    let large = GridShape((columns: 9, rows: 12), in: Size(180, 56))
    #expect(large.columns == 9 && large.tile.columns >= 13)
    for columns in 1...40 {
      for rows in 1...20 {
        let shape = GridShape((columns: 9, rows: 5), in: Size(columns, rows))
        #expect(shape.columns >= 1 && shape.rows >= 1)
        #expect(shape.columns == 1 || shape.columns * (shape.tile.columns + 1) - 1 <= columns)
      }
    }
  }

  @Test("The surround of the crop is what the network does not read")
  func surround() {
    let place = Rect(2, 3, 60, 20)
    let sides = CAMScreen.surround(Region(x: 1.0 / 6, width: 2.0 / 3), of: place)
    #expect(sides == [Rect(2, 3, 10, 20), Rect(52, 3, 10, 20)])
    let above = CAMScreen.surround(Region(y: 0.25, height: 0.5), of: place)
    #expect(above == [Rect(2, 3, 60, 5), Rect(2, 18, 60, 5)])
    #expect(CAMScreen.surround(Region(), of: place).isEmpty)
    // An input that was padded reaches beyond the photograph: nothing is cut away.
    #expect(
      CAMScreen.surround(Region(x: -0.2, y: 0, width: 1.4, height: 1), of: place).isEmpty)
  }
}
