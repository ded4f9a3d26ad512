import Architectures
import Explanations
import Support
import Testing

@Suite struct ClassNamesTests {
  let names = ClassNames(["tench", "great white shark", "tiger cat", "tiger", "tiger shark"])

  @Test func aClassIsFoundByIndexNameOrPartOfOne() throws {
    #expect(try names.index(matching: "3", count: 5) == 3)
    #expect(try names.index(matching: "Tiger", count: 5) == 3)
    #expect(try names.index(matching: "white", count: 5) == 1)
  }

  @Test func anAmbiguousPartListsTheCandidates() {
    let failure = #expect(throws: Failure.self) { try names.index(matching: "shark", count: 5) }
    #expect(
      failure?.message
        == "can't choose the class 'shark': 2 classes match: 1 great white shark, 4 tiger shark; "
        + "give more of the name, or its index")
    #expect(failure?.status == .usage)
  }

  @Test(arguments: ["5", "-1", "zebra", ""])
  func aQueryWithoutAMatchIsAnError(query: String) {
    #expect(throws: Failure.self) { try names.index(matching: query, count: 5) }
  }

  @Test func wholeWordsComeBeforePartsOfWords() throws {
    let names = ClassNames(["scatter", "wild cat", "caterpillar"])
    let cat = try ClassSearch(names).match("cat", count: 3)
    #expect(cat.index == 1 && cat.isPart == true)
    let cater = try ClassSearch(names).match("cater", count: 3)
    #expect(cater.index == 2 && cater.isPart == true)
    let whole = try ClassSearch(names).match("wild_cat", count: 3)
    #expect(whole.index == 1 && whole.isPart == false)
  }

  @Test(arguments: [
    ("tiger cat", 282), ("tabby", 281), ("tabby cat", 281), ("n02123159", 282),
    ("Egyptian cat", 285), ("Egyptian Mau", 285), ("Tinca tinca", 0), ("crane_bird", 134),
  ])
  func imageNetClassesAreCalledAsTheLibrariesCallThem(text: String, index: Int) throws {
    #expect(try ClassNames.imageNet.index(matching: text, count: 1000) == index)
    #expect(ClassSearch(.imageNet).exact(text, count: 1000) == index)
  }

  @Test func aNameOfTwoClassesIsRefused() {
    let failure = #expect(throws: Failure.self) {
      try ClassNames.imageNet.index(matching: "crane", count: 1000)
    }
    #expect(failure?.message.contains("2 classes match: 134 crane bird, 517 crane") == true)
    #expect(ClassSearch(.imageNet).exact("crane", count: 1000) == nil)
  }

  @Test func aByteOrderMarkIsNoPartOfTheFirstName() {
    #expect(ClassNames(file: Array("\u{FEFF}tench\ncat\n".utf8)).names == ["tench", "cat"])
    #expect(ClassNames(file: Array("\u{FEFF}[\"tench\"]".utf8)).names == ["tench"])
    #expect(ClassNames(file: Array("\u{FEFF}name\ntench\n".utf8)).names == ["tench"])
  }

  @Test(arguments: [
    ("b0", "features.8", "stage9"), ("b0", "features.6.3", "stage7.block4"),
    ("b0", "blocks.5.2", "stage7.block3"), ("b0", "blocks.5", "stage7"),
    ("b0", "_conv_head", "stage9"), ("b0", "top_conv", "stage9"), ("b0", "conv_head", "stage9"),
    ("b0", "_blocks.15", "stage8"), ("b0", "_blocks.14", "stage7.block4"),
    ("b0", "block6d_expand_conv", "stage7.block4.expand"),
    ("b0", "block6d", "stage7.block4"), ("b0", "efficientnet.encoder.top_conv", "stage9"),
    ("resnet-50", "layer4", "stage5"), ("resnet-50", "layer4.2", "stage5.block3"),
  ])
  func layersAnswerToTheFrameworksSpelling(variant: String, spelling: String, name: String) {
    let network = Variant.named(variant)?.network()
    #expect(network?.layerName(spelled: spelling) == name)
  }

  @Test func csvFieldsMayBeQuoted() {
    let parsed = ClassNames(csv: Array("index,wnid,name\n0,n1,\"a, \"\"b\"\"\"\n1,n2,c\r\n".utf8))
    #expect(parsed.names == ["a, \"b\"", "c"])
  }

  @Test func softmaxSurvivesLargeLogits() {
    let classification = Classification(logits: [1000, 1001, -1000], labels: names)
    let best = classification.top(2)
    #expect(best.map(\.index) == [1, 0])
    #expect(abs((best[0].probability ?? 0) - 0.7310585786) < 1e-9)
  }

  @Test func targetsAreReadFromText() throws {
    #expect(try TargetClass("top") == .top(1))
    #expect(try TargetClass("top:4") == .top(4))
    #expect(try TargetClass("tabby") == .query("tabby"))
    #expect(throws: Failure.self) { try TargetClass("top:0") }
  }
}
