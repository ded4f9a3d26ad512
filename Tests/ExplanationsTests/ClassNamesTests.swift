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

  @Test func csvFieldsMayBeQuoted() {
    let parsed = ClassNames(csv: Array("index,wnid,name\n0,n1,\"a, \"\"b\"\"\"\n1,n2,c\r\n".utf8))
    #expect(parsed.names == ["a, \"b\"", "c"])
  }

  @Test func softmaxSurvivesLargeLogits() {
    let classification = Classification(logits: [1000, 1001, -1000], labels: names)
    let best = classification.top(2)
    #expect(best.map(\.index) == [1, 0])
    #expect(abs(best[0].probability - 0.7310585786) < 1e-9)
  }

  @Test func targetsAreReadFromText() throws {
    #expect(try TargetClass("top") == .top(1))
    #expect(try TargetClass("top:4") == .top(4))
    #expect(try TargetClass("tabby") == .query("tabby"))
    #expect(throws: Failure.self) { try TargetClass("top:0") }
  }
}
