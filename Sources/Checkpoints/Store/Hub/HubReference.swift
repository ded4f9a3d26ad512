/// A model of the Hugging Face hub, written `hf:OWNER/NAME` or `hf:OWNER/NAME@REVISION`.
public struct HubReference: Hashable, Sendable {
  /// `OWNER/NAME`.
  public let repository: String
  /// A branch, a tag or a commit; nil for the main branch.
  public let revision: String?

  /// The beginning of such a name.
  public static let prefix = "hf:"

  /// Parses a reference; nil if it breaks the rules of the hub's names.
  ///
  /// Owner and name are letters, digits, `-`, `_` and `.`, 96 at most.
  public init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    let parts = text.dropFirst(Self.prefix.count).split(
      separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard names.count == 2,
      names.allSatisfy({ $0.utf8.count <= 96 && WeightStore.isName($0) })
    else { return nil }
    repository = names.joined(separator: "/")
    guard parts.count == 2 else {
      revision = nil
      return
    }
    let revision = String(parts[1])
    let isPlain = revision.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
    guard !revision.isEmpty, revision.utf8.count <= 200, isPlain else { return nil }
    self.revision = revision
  }

  /// The name in the store: `OWNER--NAME`, and `--REVISION` if one is given.
  public var storeName: String {
    let parts = repository.split(separator: "/").map(String.init) + (revision.map { [$0] } ?? [])
    let name = parts.joined(separator: "--").map { WeightStore.isName("x\($0)") ? $0 : "-" }
    return String(String(name).prefix(100))
  }

  /// The reference as it is written.
  public var text: String {
    Self.prefix + repository + (revision.map { "@\($0)" } ?? "")
  }

  /// `text` in a path of an address, where every byte but letters, digits and `-._` is escaped.
  static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
      if isPlain { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
