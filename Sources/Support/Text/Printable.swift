extension String {
  /// The string without control characters, so that a name from a file can't drive a terminal.
  ///
  /// C0 and C1 controls, line separators and bidirectional overrides become `�`.
  package var printable: String {
    guard unicodeScalars.contains(where: \.isUnsafeToPrint) else { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars { scalars.append(scalar.isUnsafeToPrint ? "\u{FFFD}" : scalar) }
    return String(scalars)
  }
}

extension Unicode.Scalar {
  /// Whether the character may drive a terminal or reorder a line.
  var isUnsafeToPrint: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
