/// Comma-separated values after RFC 4180.
public enum CSV {
  /// One row, ending in a newline; fields with commas, quotes or line breaks are quoted.
  public static func row(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\n"
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
      default: false
      }
    }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  /// The rows of `text` in UTF-8; a byte order mark and empty rows are skipped.
  ///
  /// - Throws: `RecordsError.openQuote`.
  public static func rows(_ text: [UInt8]) throws(RecordsError) -> [[String]] {
    let bytes = text.withoutByteOrderMark
    var rows: [[String]] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    func finished(_ field: [UInt8]) -> String { String(decoding: field, as: UTF8.self) }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && index < bytes.count && bytes[index] == byte:
        field.append(byte)
        index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case _ where isQuoted: field.append(byte)
      case UInt8(ascii: ","):
        fields.append(finished(field))
        field = []
      case UInt8(ascii: "\r"): continue
      case UInt8(ascii: "\n"):
        if fields.isEmpty && field.isEmpty { continue }
        rows.append(fields + [finished(field)])
        fields = []
        field = []
      default: field.append(byte)
      }
    }
    if isQuoted { throw .openQuote(row: rows.count + 1) }
    if !fields.isEmpty || !field.isEmpty { rows.append(fields + [finished(field)]) }
    return rows
  }
}
