internal import Crypto
import Synchronization

/// The SHA-256 of a file's bytes, computed once, when somebody asks.
///
/// Hashing costs as much as a small network's forward pass; most commands never need it.
public final class FileDigest: Sendable {
  private let bytes: FileBytes?
  private let known: Mutex<String?>

  /// The digest of `bytes`.
  public init(of bytes: FileBytes) {
    self.bytes = bytes
    known = Mutex(nil)
  }

  /// A digest that was computed before.
  public init(known hexadecimal: String) {
    bytes = nil
    known = Mutex(hexadecimal)
  }

  /// 64 hexadecimal digits.
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
  /// 64 hexadecimal digits.
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
