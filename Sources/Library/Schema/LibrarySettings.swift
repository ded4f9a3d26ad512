internal import Crypto
import Support

/// Everything that decides a library's rows and overlays, in the order of the names.
///
/// Two batches with equal settings give equal rows for equal images.
public struct LibrarySettings: Hashable, Sendable {
  /// One choice: `method`, `grad-cam`.
  public struct Choice: Hashable, Sendable {
    /// What is chosen.
    public let name: String
    /// What was chosen.
    public let value: String

    /// A choice.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The choices.
  public let choices: [Choice]
  /// What is worth knowing and decides nothing: the program's version, the weights' path.
  public let notes: [Choice]

  /// Settings of `choices`.
  public init(_ choices: [Choice], notes: [Choice] = []) {
    self.choices = choices.sorted { $0.name < $1.name }
    self.notes = notes.sorted { $0.name < $1.name }
  }

  /// The value of a choice or a note.
  public subscript(name: String) -> String? {
    (choices + notes).first { $0.name == name }?.value
  }

  /// SHA-256 of the choices, 64 hexadecimal digits; the notes are not in it.
  public var fingerprint: String {
    SHA256.hash(data: Array(Self.text(choices).utf8)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// The choices in which `other` differs: `method: cam there, grad-cam here`; empty for equal settings.
  public func differences(from other: LibrarySettings) -> [String] {
    let names = choices.map(\.name) + other.choices.map(\.name)
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }.compactMap { name in
      let mine = choices.first { $0.name == name }?.value
      let theirs = other.choices.first { $0.name == name }?.value
      guard mine != theirs else { return nil }
      return "\(name) is \(theirs ?? "not set") there and \(mine ?? "not set") here"
    }
  }

  /// A JSON object, keys in order.
  static func text(_ choices: [Choice]) -> String {
    JSON.object(choices.map { ($0.name, .string($0.value)) }).text()
  }

  /// The choices of a JSON object of texts.
  static func choices(in text: String) -> [Choice] {
    let members = (try? JSON(parsing: Array(text.utf8)))?.members ?? []
    return members.compactMap { name, value in value.string.map { Choice(name, $0) } }
  }
}
