import Support
import Testing

@Suite struct JSONParserTests {
  private func text(_ document: String) -> String? {
    (try? JSON(parsing: Array(document.utf8)))?.text()
  }

  @Test(arguments: [
    ("0", "0"), ("-7", "-7"), ("10", "10"), ("1.50", "1.5"), ("1e2", "100"), ("2E-1", "0.2"),
    ("3.0", "3"), ("9223372036854775808", "9.223372036854776e+18"),
  ])
  func numbersAreRead(_ document: String, _ written: String) {
    #expect(text(document) == written)
  }

  /// RFC 8259, section 6.
  @Test(arguments: [
    "-", "+1", "01", "-01", ".5", "-.5", "1.", "-.0000000000", "1e", "1e+", "1.5.2", "1-2",
    "1e1000",
    "NaN", "e5",
  ])
  func whatIsNoNumberIsRefused(_ document: String) {
    #expect(text(document) == nil)
  }

  /// What is written reads back as the same, minus zero too.
  @Test(arguments: ["-0", "-0.0", "-0.0000000000000", "[-0e5]"])
  func minusZeroStaysMinusZero(_ document: String) {
    let written = text(document)
    #expect(written?.contains("-0") == true)
    #expect(written.flatMap(text) == written)
  }
}
