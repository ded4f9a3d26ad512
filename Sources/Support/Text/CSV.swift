/// Comma-separated values after RFC 4180.
package enum CSV {
  /// One row, ending in a newline; fields with commas, quotes or line breaks are quoted.
  ///
  /// Texts that a spreadsheet would compute are guarded, see `SpreadsheetGuard`.
  package static func row(_ fields: [String]) -> String {
    row(fields, isGuarded: SpreadsheetGuard.isOn)
  }

  /// One row, its texts guarded or as they are.
  package static func row(_ fields: [String], isGuarded: Bool) -> String {
    fields.map { field(isGuarded ? SpreadsheetGuard.guarded($0) : $0) }.joined(separator: ",")
      + "\n"
  }

  private static func field(_ text: String) -> String {
    let text = text.validText
    let needsQuotes = text.utf8.contains { ",\"\n\r".utf8.contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  /// The rows of `text` in UTF-8; a byte order mark and empty rows are skipped, guards are removed.
  ///
  /// - Throws: `RecordsError.openQuote`.
  package static func rows(_ text: [UInt8]) throws(RecordsError) -> [[String]] {
    let bytes = text.withoutByteOrderMark
    var rows: [[String]] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    func endField() {
      fields.append(SpreadsheetGuard.unguarded(String(decoding: field, as: UTF8.self)))
      field = []
    }
    func endRow() {
      if fields.isEmpty && field.isEmpty { return }
      endField()
      rows.append(fields)
      fields = []
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && index < bytes.count && bytes[index] == byte:
        field.append(byte)
        index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case _ where isQuoted: field.append(byte)
      case UInt8(ascii: ","): endField()
      case UInt8(ascii: "\r"): continue
      case UInt8(ascii: "\n"): endRow()
      default: field.append(byte)
      }
    }
    if isQuoted { throw .openQuote(row: rows.count + 1) }
    endRow()
    return rows
  }
}
