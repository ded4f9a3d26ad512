import Support
import Synchronization

/// The SHA-256 of a file's bytes, computed once on first use.
///
/// That of a checkpoint's index is the SHA-256 of its shards one after the other, in order of name.
///
/// Lazy because hashing costs as much as a small network's forward pass and most commands do not
/// need it.
public final class FileDigest: Sendable {
  private let bytes: FileBytes?
  private let isWhole: Bool
  private let known: Mutex<String?>

  /// The files to hash: the shards of an index, else the file itself.
  private var parts: [FileBytes] {
    guard let bytes else { return [] }
    guard isWhole else { return [bytes] }
    return (try? SafetensorsIndex(bytes)?.map(beside: bytes)) ?? [bytes]
  }

  /// A digest that is computed from `bytes` on first use.
  public init(of bytes: FileBytes) {
    self.bytes = bytes
    isWhole = true
    known = Mutex(nil)
  }

  /// The digest of these bytes alone, also if they are an index.
  init(hashing bytes: FileBytes) {
    self.bytes = bytes
    isWhole = false
    known = Mutex(nil)
  }

  /// An already known digest.
  public init(known hexadecimal: String) {
    bytes = nil
    isWhole = true
    known = Mutex(hexadecimal)
  }

  /// The digest as 64 hexadecimal digits.
  public var hexadecimal: String {
    known.withLock { known in
      if let known { return known }
      let parts = parts
      let text = withExtendedLifetime(parts) { ContentHash.sha256(parts.map(\.buffer)).hexadecimal }
      known = text
      return text
    }
  }
}
