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
    // The current field: bytes `start..<index` if it has no quote or carriage return so far.
    var start = 0
    var field: [UInt8]?
    var isQuoted = false
    var index = 0
    func endField(at end: Int) {
      let text = String(decoding: field.map { $0[...] } ?? bytes[start..<end], as: UTF8.self)
      fields.append(SpreadsheetGuard.unguarded(text))
      field = nil
      start = index
    }
    func endRow(at end: Int) {
      if fields.isEmpty && (field?.isEmpty ?? (start == end)) {
        (field, start) = (nil, index)
        return
      }
      endField(at: end)
      rows.append(fields)
      fields = []
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: ",") where !isQuoted: endField(at: index - 1)
      case UInt8(ascii: "\n") where !isQuoted: endRow(at: index - 1)
      case UInt8(ascii: "\""),
        UInt8(ascii: "\r") where !isQuoted:
        if field == nil { field = Array(bytes[start..<index - 1]) }
        guard byte == UInt8(ascii: "\"") else { continue }
        if isQuoted && index < bytes.count && bytes[index] == byte {
          field?.append(byte)
          index += 1
        } else {
          isQuoted.toggle()
        }
      default: field?.append(byte)
      }
    }
    if isQuoted { throw .openQuote(row: rows.count + 1) }
    endRow(at: index)
    return rows
  }
}
