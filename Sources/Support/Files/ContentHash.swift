internal import CNettle

/// Hashes of bytes in hexadecimal digits, computed by nettle.
package enum ContentHash {
  /// The SHA-256 of `parts` one after the other, in 64 digits.
  package static func sha256(_ parts: [UnsafeRawBufferPointer]) -> String {
    var state = sha256_ctx()
    nettle_sha256_init(&state)
    for part in parts { nettle_sha256_update(&state, part.count, part.unsigned) }
    return digits(SHA256_DIGEST_SIZE) { nettle_sha256_digest(&state, Int(SHA256_DIGEST_SIZE), $0) }
  }

  /// The SHA-1 of `parts` one after the other, in 40 digits, by which Git names a file.
  package static func sha1(_ parts: [UnsafeRawBufferPointer]) -> String {
    var state = sha1_ctx()
    nettle_sha1_init(&state)
    for part in parts { nettle_sha1_update(&state, part.count, part.unsigned) }
    return digits(SHA1_DIGEST_SIZE) { nettle_sha1_digest(&state, Int(SHA1_DIGEST_SIZE), $0) }
  }

  private static func digits(_ size: Int32, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) -> String
  {
    var digest = [UInt8](repeating: 0, count: Int(size))
    digest.withUnsafeMutableBufferPointer { $0.baseAddress.map(fill) }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var unsigned: UnsafePointer<UInt8>? {
    baseAddress?.assumingMemoryBound(to: UInt8.self)
  }
}
