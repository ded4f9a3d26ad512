/// Names of files that are no text.
///
/// A path is any bytes but NUL. Bytes that are not UTF-8 stand in a `String` as characters of a
/// private range, one each, and become bytes again where the system is called. Shown, they are `�`.
extension String {
  /// The text of `bytes`; those that are not UTF-8 are kept as characters of the private range.
  package init(escaping bytes: some Collection<UInt8>) {
    if let text = String(validating: bytes, as: UTF8.self), !text.hasRawBytes {
      self = text
      return
    }
    var scalars = UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      let length = [1, 2, 3, 4].first { length in
        length <= rest.count && String(validating: rest.prefix(length), as: UTF8.self) != nil
      }
      let text = length.flatMap { String(validating: rest.prefix($0), as: UTF8.self) }
      if let length, let scalar = text?.unicodeScalars.first, !scalar.isRawByte {
        scalars.append(scalar)
        rest = rest.dropFirst(length)
      } else {
        scalars.append(Unicode.Scalar(rawByte: first))
        rest = rest.dropFirst()
      }
    }
    self = String(scalars)
  }

  /// True if bytes that are no text stand in it.
  var hasRawBytes: Bool {
    // In UTF-8 all characters of the range begin with this byte.
    utf8.contains(0xF4) && unicodeScalars.contains(where: \.isRawByte)
  }

  /// The bytes that the text stands for, as the file system has them.
  package var rawBytes: [UInt8] {
    guard hasRawBytes else { return Array(utf8) }
    return unicodeScalars.flatMap { scalar in
      scalar.isRawByte ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }

  /// The text with `\xFF` for each byte that is no text, as names are listed.
  package var escapedName: String {
    guard hasRawBytes else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.isRawByte {
        text += "\\x" + String(scalar.value & 0xFF, radix: 16)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The path as C functions take it, terminated by NUL.
  package var rawPath: [CChar] { rawBytes.map { CChar(bitPattern: $0) } + [0] }
}

extension Unicode.Scalar {
  /// Bytes 0x80 to 0xFF in the last plane, which Unicode leaves to private use.
  private static let rawBytes: ClosedRange<UInt32> = 0x10FE80...0x10FEFF

  /// True if it stands for a byte that is no text.
  var isRawByte: Bool { Self.rawBytes.contains(value) }

  fileprivate init(rawByte: UInt8) {
    self = Self(0x10FE00 + UInt32(rawByte)) ?? "\u{FFFD}"
  }
}
