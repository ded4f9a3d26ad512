internal import Crypto
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
      var hash = SHA256()
      for part in parts { hash.update(bufferPointer: part.buffer) }
      let text = hash.finalize().hexadecimal
      known = text
      return text
    }
  }
}

extension SHA256Digest {
  /// The digest as 64 hexadecimal digits.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
