import Support

/// An http or https address, whose credentials are never shown.
struct WebAddress: Hashable, Sendable {
  /// The address as given, credentials included.
  let text: String

  /// Nil for other schemes, for spaces, controls and bytes that are no text, and for a port that is
  /// no number, which is how a password with a slash looks.
  init?(_ text: String) {
    let scheme = text.prefix { $0 != ":" }.lowercased()
    guard ["https", "http"].contains(scheme), text.contains("://"),
      text.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) })
    else { return nil }
    self.text = text
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    // The colons of an address of version 6 are in brackets.
    let port = host.drop { $0 != "]" && host.hasPrefix("[") }.drop { $0 != ":" }.dropFirst()
    guard !host.isEmpty, port.allSatisfy(\.isNumber) else { return nil }
  }

  var isEncrypted: Bool { text.prefix { $0 != ":" }.lowercased() == "https" }

  /// User, host and port.
  private var authority: Substring {
    let start = text.firstRange(of: "://")?.upperBound ?? text.endIndex
    return text[start...].prefix { !"/?#\\".contains($0) }
  }

  /// Scheme, host, port and path: no user, no password, and no query, which can hold a key.
  var shown: String { Self.withoutSecrets(text) }

  /// The line of curl's configuration that names the address.
  ///
  /// https://curl.se/docs/manpage.html#-K: in quotes, `"` and `\` have a backslash in front.
  var curlSetting: String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "url = \"\(escaped)\"\n"
  }

  /// `text` without what stands before an `@` in it, and without query and fragment.
  static func withoutSecrets(_ text: String) -> String {
    let plain = text.prefix { $0 != "?" && $0 != "#" }
    guard let start = plain.firstRange(of: "://")?.upperBound else {
      return String(plain.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
    }
    let rest = plain[start...]
    let slash = rest.firstIndex { "/\\".contains($0) } ?? rest.endIndex
    var hidden = rest[..<slash].lastIndex(of: "@")
    // A password with a slash: everything before the last @ goes.
    if hidden == nil, let colon = rest[..<slash].lastIndex(of: ":"),
      !rest[rest.index(after: colon)..<slash].allSatisfy(\.isNumber)
    {
      hidden = rest.lastIndex(of: "@")
    }
    return String(plain[..<start] + rest[(hidden.map { rest.index(after: $0) } ?? start)...])
  }
}
