/// The element type of a stored tensor; raw values are safetensors' names.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
  /// IEEE 754 binary64.
  case float64 = "F64"
  /// IEEE 754 binary32.
  case float32 = "F32"
  /// IEEE 754 binary16.
  case float16 = "F16"
  /// bfloat16: the upper 16 bits of a binary32.
  case bfloat16 = "BF16"
  /// Signed 64-bit integer.
  case int64 = "I64"
  /// Signed 32-bit integer.
  case int32 = "I32"
  /// Signed 16-bit integer.
  case int16 = "I16"
  /// Signed 8-bit integer.
  case int8 = "I8"
  /// Unsigned 8-bit integer.
  case uint8 = "U8"
  /// Boolean, one byte that is 0 or 1.
  case boolean = "BOOL"

  /// Size of one element in bytes.
  public var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .boolean: 1
    }
  }

  /// True for numbers with a fraction: weights, not counters.
  public var isFloat: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    case .int64, .int32, .int16, .int8, .uint8, .boolean: false
    }
  }

  /// The element at `address` as float32; no alignment is required.
  @inline(__always)
  func load(_ address: UnsafeRawPointer) -> Float {
    switch self {
    case .float32: address.loadUnaligned(as: Float.self)
    case .float64: Float(address.loadUnaligned(as: Double.self))
    case .float16: Float(address.loadUnaligned(as: Float16.self))
    case .bfloat16: Float(bitPattern: UInt32(address.loadUnaligned(as: UInt16.self)) << 16)
    case .int64: Float(address.loadUnaligned(as: Int64.self))
    case .int32: Float(address.loadUnaligned(as: Int32.self))
    case .int16: Float(address.loadUnaligned(as: Int16.self))
    case .int8: Float(address.load(as: Int8.self))
    case .uint8, .boolean: Float(address.load(as: UInt8.self))
    }
  }
}
