import Support
import Testing

/// Texts that spreadsheets would compute, and what a terminal gets.
@Suite struct SpreadsheetGuardTests {
  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"),
    ("\tx", "'\tx"), ("\rx", "'\rx"), ("'=x", "''=x"), ("''-1", "'''-1"), ("-1+2", "'-1+2"),
    // Numbers, and texts that no spreadsheet computes.
    ("-1", "-1"), ("+0.5", "+0.5"), ("-1e-6", "-1e-6"), ("-inf", "-inf"), ("cat", "cat"),
    ("'quoted'", "'quoted'"), ("", ""), ("'", "'"), ("a=b", "a=b"),
  ])
  func textsAreGuardedAndComeBack(text: String, field: String) throws {
    #expect(SpreadsheetGuard.guarded(text) == field)
    #expect(SpreadsheetGuard.unguarded(field) == text)
    let rows = try CSV.rows(Array(CSV.row(["first", text, "-2.5"], isGuarded: true).utf8))
    #expect(rows == [["first", text, "-2.5"]])
  }

  @Test func theGuardCanBeLeftOut() {
    #expect(CSV.row(["=1", "-2"], isGuarded: false) == "=1,-2\n")
    #expect(CSV.row(["=1,2", "-2"], isGuarded: true) == "\"'=1,2\",-2\n")
  }

  @Test func aTerminalGetsNoControlsAndKeepsLines() {
    let hostile = "a\u{1B}[31m\u{9B}2J\u{202E}\u{2067}\u{200F}\u{61C}\rb\tc\nd\u{7}"
    let bad = "\u{FFFD}"
    #expect(
      hostile.safeForTerminal == "a\(bad)[31m\(bad)2J\(bad)\(bad)\(bad)\(bad)\(bad)b\tc\nd\(bad)")
    #expect("naïve 猫\n".safeForTerminal == "naïve 猫\n")
  }
}
