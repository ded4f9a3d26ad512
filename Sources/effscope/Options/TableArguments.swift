import ArgumentParser
import Support

/// How every command writes tables of comma-separated values.
struct TableArguments: ParsableArguments {
  @Flag(
    name: .customLong("raw-csv"),
    help: """
      In CSV, no apostrophe before texts that begin with =, + - or @, which spreadsheets would compute.
      """)
  var isRaw = false

  /// Called when the arguments are known, before anything is written.
  func validate() throws { if isRaw { SpreadsheetGuard.turnOff() } }
}
