import Synchronization

/// Keeps spreadsheets from computing what a text from a file says.
///
/// A field that begins with `=`, `+`, `-`, `@`, a tab or a carriage return can be a formula. Such a
/// text gets an apostrophe in front, which spreadsheets take as the mark of a text; numbers never get
/// one. A text that has apostrophes before such a character gets one more, so that reading takes away
/// exactly what writing added.
package enum SpreadsheetGuard {
  private static let isOff = Atomic(false)

  /// Whether this program guards the tables that it writes; the command line decides it at its start.
  package static var isOn: Bool { !isOff.load(ordering: .relaxed) }

  /// Writes all tables without guards from here on.
  package static func turnOff() { isOff.store(true, ordering: .relaxed) }

  /// The field of a table for `text`.
  package static func guarded(_ text: String) -> String {
    isFormula(text) && Double(text) == nil ? "'" + text : text
  }

  /// The text that `guarded` made the field of.
  package static func unguarded(_ field: String) -> String {
    field.utf8.first == UInt8(ascii: "'") && isFormula(field) ? String(field.dropFirst()) : field
  }

  /// True for a character that begins formulas, behind any number of apostrophes.
  private static func isFormula(_ text: String) -> Bool {
    let first = text.utf8.first { $0 != UInt8(ascii: "'") }
    return first.map { "=+-@\t\r".utf8.contains($0) } ?? false
  }
}
