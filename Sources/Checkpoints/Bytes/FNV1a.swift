/// The 64-bit FNV-1a hash: fast and the same on every machine, but not cryptographic.
///
/// http://www.isthe.com/chongo/tech/comp/fnv/
public enum FNV1a {
  /// The hash of `bytes`.
  public static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return value
  }
}
