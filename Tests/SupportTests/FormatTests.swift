import Support
import Testing

@Suite struct FormatTests {
  @Test func countsAreGroupedByThousands() {
    #expect(NumberText.grouped(5_288_548) == "5,288,548")
    #expect(NumberText.grouped(-1000) == "-1,000")
    #expect(NumberText.grouped(0) == "0")
    #expect(NumberText.grouped(100_007) == "100,007")
  }

  @Test func fixedRoundsToTheAskedPlaces() {
    #expect(NumberText.fixed(0.386, 2) == "0.39")
    #expect(NumberText.fixed(-0.001, 2) == "0.00")
    #expect(NumberText.fixed(1.05, 0) == "1")
    #expect(NumberText.fixed(.infinity, 1) == "inf")
    #expect(NumberText.fixed(12.3456, 3) == "12.346")
  }

  @Test func shortCountsKeepThreeDigits() {
    #expect(NumberText.short(385_814_752) == "386 M")
    #expect(NumberText.short(999_999) == "1.00 M")
    #expect(NumberText.short(12) == "12")
    #expect(NumberText.bytes(20_549_000) == "20.5 MB")
  }

  @Test func controlCharactersNeverReachATerminal() {
    #expect("a\u{1B}[31mb\n".printable == "a\u{FFFD}[31mb\u{FFFD}")
    #expect("naïve 猫 🐈".printable == "naïve 猫 🐈")
    #expect("\u{202E}gnp.exe".printable == "\u{FFFD}gnp.exe")
  }

  @Test func jsonKeepsItsOrderAndEscapes() {
    let value = JSON.object([
      ("b", .integer(1)), ("a", .array([.number(0.5), .float(3), .null])),
      ("text", .string("q\"\\\n\u{1}")),
    ])
    #expect(value.text() == #"{"b":1,"a":[0.5,3,null],"text":"q\"\\\n\u0001"}"#)
  }

  @Test func csvQuotesWhatNeedsIt() {
    #expect(CSV.row(["a", "b,c", "d\"e"]) == "a,\"b,c\",\"d\"\"e\"\n")
  }
}
