import Support
import Testing

@Suite struct DeprecatedFieldsTests {
  @Test func bothNamesOfAFieldArePrintedAtEveryDepth() {
    let json = JSON.object([
      ("peak_memory_bytes", .integer(7)),
      ("layers", .array([.object([("live_bytes", .integer(3)), ("kernel", .string("a"))])])),
    ])
    #expect(
      json.published.text()
        == #"{"peak_memory_bytes":7,"peakMemoryBytes":7,"#
        + #""layers":[{"live_bytes":3,"liveBytes":3,"kernel":"a"}]}"#)
  }

  @Test func aPresentFieldIsNotReplacedByADeprecatedOne() {
    let json = JSON.object([("width_factor", .number(1.5)), ("width", .integer(8))])
    #expect(json.published.text() == #"{"width_factor":1.5,"width":8}"#)
  }

  @Test(arguments: [
    (1 << 53, "9007199254740992"), (1 << 54, #""18014398509481984""#),
    ((1 << 53) + 1, #""9007199254740993""#), (-(1 << 53) - 1, #""-9007199254740993""#),
    (0, "0"),
  ])
  func integersThatReadersWouldRoundAreTexts(number: Int, text: String) {
    #expect(JSON.array([.integer(number)]).published.text() == "[\(text)]")
  }

  @Test func deprecatedColumnsStandBehindThePresentOnes() {
    let file = CSV.file(["variant", "live_bytes", "ms"], [["b0", "3", "1"], ["b1", "4", "2"]])
    #expect(file == "variant,live_bytes,ms,liveBytes\nb0,3,1,3\nb1,4,2,4\n")
  }

  @Test func everyPresentNameIsInSnakeCase() {
    for (name, old) in DeprecatedFields.names {
      #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(name)")
      #expect(!old.isEmpty && !old.contains(name), "\(name)")
    }
  }
}
