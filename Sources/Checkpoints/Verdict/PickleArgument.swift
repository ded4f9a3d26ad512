import Glibc

/// The form of the argument that follows an operation of a pickle.
///
/// Source: https://github.com/python/cpython/blob/main/Lib/pickletools.py
enum PickleArgument {
  case nothing
  /// This many bytes.
  case fixed(Int)
  /// A length of this many bytes, and that many bytes.
  case counted(Int)
  /// One or two lines that end in a line feed.
  case lines(Int)

  init(of operation: PickleOperation) {
    switch operation {
    case .proto, .binInt1, .binget, .binput: self = .fixed(1)
    case .binInt2: self = .fixed(2)
    case .binInt, .longBinget, .longBinput: self = .fixed(4)
    case .frame, .binFloat: self = .fixed(8)
    case .long1, .shortBinString, .shortBinUnicode, .shortBinBytes: self = .counted(1)
    case .long4, .binString, .binUnicode, .binBytes: self = .counted(4)
    case .binUnicode8, .binBytes8, .byteArray8: self = .counted(8)
    case .int, .long, .float, .string, .unicode, .get, .put, .persid: self = .lines(1)
    case .global, .inst: self = .lines(2)
    default: self = .nothing
    }
  }

  /// The argument's bytes behind `cursor`; for two lines both with the line feed between them.
  ///
  /// Returns nil if they do not end in the cursor's range.
  func take(_ cursor: inout ByteCursor) -> Range<Int>? {
    switch self {
    case .nothing: return cursor.offset..<cursor.offset
    case .fixed(let count): return try? cursor.take(count)
    case .counted(1): return (try? cursor.length(UInt8.self)).flatMap { try? cursor.take($0) }
    case .counted(4): return (try? cursor.length(UInt32.self)).flatMap { try? cursor.take($0) }
    case .counted: return (try? cursor.length(UInt64.self)).flatMap { try? cursor.take($0) }
    case .lines(let count):
      let start = cursor.offset
      for _ in 0..<count where !Self.skipLine(&cursor) { return nil }
      return start..<cursor.offset - 1
    }
  }

  private static func skipLine(_ cursor: inout ByteCursor) -> Bool {
    let start = cursor.bytes.base + cursor.offset
    guard cursor.remaining > 0, let feed = memchr(start, 0x0A, cursor.remaining) else {
      return false
    }
    return (try? cursor.take(start.distance(to: UnsafeRawPointer(feed)) + 1)) != nil
  }
}
