/// The last response in curl's header dump, after any redirects and earlier responses.
struct ResponseHeaders {
  let status: Int
  private var fields: [String: String] = [:]

  init?(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let first = lines.lastIndex(where: { $0.hasPrefix("HTTP/") }),
      let status = lines[first].split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    self.status = status
    for line in lines[(first + 1)...] {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      fields[line[..<colon].lowercased()] = String(value)
    }
  }

  /// Size of the whole file in bytes; nil if the server does not send it.
  var total: Int? {
    switch status {
    case 200: fields["content-length"].flatMap { Int($0) }
    case 206: fields["content-range"]?.split(separator: "/").last.flatMap { Int($0) }
    default: nil
    }
  }

  /// The reason that a hub gives for a refusal: `RepoNotFound`, `GatedRepo`, ….
  var errorCode: String? { fields["x-error-code"] }

  /// The scheme of the address that a redirect leads to, in small letters; nil for none.
  var nextScheme: String? {
    guard (300...399).contains(status), let address = fields["location"],
      let colon = address.firstIndex(of: ":"),
      address[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || "+-.".contains($0)) })
    else { return nil }
    return address[..<colon].lowercased()
  }

  /// The `Retry-After` header in seconds; nil if absent or a date.
  var retryAfter: Double? {
    fields["retry-after"].flatMap { Double($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }
}
