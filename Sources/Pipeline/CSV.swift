/// Comma-separated values after RFC 4180, for output.
public enum CSV {
  /// One row, ending in a newline; fields with commas, quotes or line breaks are quoted.
  public static func row(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\n"
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.contains { ",\"\n\r".contains($0) } || text.contains("\r\n")
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
