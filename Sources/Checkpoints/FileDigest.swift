internal import Crypto
import Synchronization

/// The SHA-256 of a file's bytes, computed once on first use.
///
/// Lazy because hashing costs as much as a small network's forward pass and most commands do not
/// need it.
public final class FileDigest: Sendable {
  private let bytes: FileBytes?
  private let known: Mutex<String?>

  /// A digest that is computed from `bytes` on first use.
  public init(of bytes: FileBytes) {
    self.bytes = bytes
    known = Mutex(nil)
  }

  /// An already known digest.
  public init(known hexadecimal: String) {
    bytes = nil
    known = Mutex(hexadecimal)
  }

  /// The digest as 64 hexadecimal digits.
  public var hexadecimal: String {
    known.withLock { known in
      if let known { return known }
      var hash = SHA256()
      if let bytes { hash.update(bufferPointer: bytes.buffer) }
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
