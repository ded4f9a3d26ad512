import Pipeline
import Testing

@Suite struct FormatTests {
  @Test func countsAreGroupedByThousands() {
    #expect(Format.grouped(5_288_548) == "5,288,548")
    #expect(Format.grouped(-1000) == "-1,000")
    #expect(Format.grouped(0) == "0")
    #expect(Format.grouped(100_007) == "100,007")
  }

  @Test func fixedRoundsToTheAskedPlaces() {
    #expect(Format.fixed(0.386, 2) == "0.39")
    #expect(Format.fixed(-0.001, 2) == "0.00")
    #expect(Format.fixed(1.05, 0) == "1")
    #expect(Format.fixed(.infinity, 1) == "inf")
    #expect(Format.fixed(12.3456, 3) == "12.346")
  }

  @Test func shortCountsKeepThreeDigits() {
    #expect(Format.short(385_814_752) == "386 M")
    #expect(Format.short(999_999) == "1.00 M")
    #expect(Format.short(12) == "12")
    #expect(Format.bytes(20_549_000) == "20.5 MB")
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
