internal import CNettle

/// Hashes of bytes, computed by nettle.
package enum ContentHash {
  /// The SHA-256 of `parts` one after the other, 32 bytes.
  package static func sha256(_ parts: [UnsafeRawBufferPointer]) -> [UInt8] {
    var state = sha256_ctx()
    nettle_sha256_init(&state)
    for part in parts { nettle_sha256_update(&state, part.count, part.unsigned) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&state, digest.count, &digest)
    return digest
  }

  /// The SHA-256 of `bytes`, 32 bytes.
  package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { sha256([$0]) }
  }

  /// The SHA-1 of `parts` one after the other, 20 bytes; Git names a file by it.
  package static func sha1(_ parts: [UnsafeRawBufferPointer]) -> [UInt8] {
    var state = sha1_ctx()
    nettle_sha1_init(&state)
    for part in parts { nettle_sha1_update(&state, part.count, part.unsigned) }
    var digest = [UInt8](repeating: 0, count: Int(SHA1_DIGEST_SIZE))
    nettle_sha1_digest(&state, digest.count, &digest)
    return digest
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var unsigned: UnsafePointer<UInt8>? {
    baseAddress?.assumingMemoryBound(to: UInt8.self)
  }
}

extension [UInt8] {
  /// Two lower-case hexadecimal digits for each byte.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
