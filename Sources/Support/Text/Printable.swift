extension String {
  /// The string without control characters, so that a name from a file can't drive a terminal.
  ///
  /// C0 and C1 controls, line separators, controls of writing direction and bytes that are no text
  /// become `�`.
  package var printable: String { replacingScalars(where: \.isUnsafeToPrint) }

  /// Several lines as a terminal may get them: `printable`, but lines and tabs stay.
  package var safeForTerminal: String {
    replacingScalars { $0.isUnsafeToPrint && $0 != "\n" && $0 != "\t" }
  }

  /// The text with `�` for every byte that is no text, for formats that are UTF-8.
  package var validText: String { hasRawBytes ? replacingScalars(where: \.isRawByte) : self }

  private func replacingScalars(where isReplaced: (Unicode.Scalar) -> Bool) -> String {
    guard unicodeScalars.contains(where: isReplaced) else { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars { scalars.append(isReplaced(scalar) ? "\u{FFFD}" : scalar) }
    return String(scalars)
  }
}

extension Unicode.Scalar {
  /// Whether the character may drive a terminal or reorder a line.
  var isUnsafeToPrint: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x206F,
      0xFEFF, 0xFFF9...0xFFFB:
      true
    default: isRawByte
    }
  }
}
