/// Splits text into characters whose width is the same in every terminal.
///
/// Terminals give different widths to joined emoji, flags and variation selectors, and one wrong
/// width moves the rest of the row. Therefore a joined sequence is reduced to its first scalar, a
/// flag to its two letters; selectors and skin tones are removed. Control characters become `·`.
/// All text of a frame passes through here, so no escape sequence reaches the terminal.
package struct Glyphs: Sequence, IteratorProtocol {
  /// A base scalar with at most two combining marks, and its width in columns.
  package struct Glyph: Equatable, Sendable {
    package var base: UInt32
    package var mark1: UInt32 = 0
    package var mark2: UInt32 = 0
    package var width: Int
  }

  private var scalars: String.UnicodeScalarView.Iterator
  private var pending: Unicode.Scalar?

  package init(_ text: String) { scalars = text.unicodeScalars.makeIterator() }

  /// The next character, or nil at the end.
  package mutating func next() -> Glyph? {
    while let scalar = take() {
      guard var glyph = Self.glyph(for: scalar) else { continue }
      guard scalar.value >= 0x80 || pendingIsBeyondASCII() else { return glyph }
      addMarks(to: &glyph)
      return glyph
    }
    return nil
  }

  private mutating func take() -> Unicode.Scalar? {
    if let scalar = pending {
      pending = nil
      return scalar
    }
    return scalars.next()
  }

  private mutating func pendingIsBeyondASCII() -> Bool {
    if pending == nil { pending = scalars.next() }
    return (pending?.value ?? 0) >= 0x80
  }

  /// Adds combining marks to `glyph`; skips a joiner together with the scalar after it.
  private mutating func addMarks(to glyph: inout Glyph) {
    while let scalar = take() {
      if scalar.value == 0x200D {
        _ = take()
      } else if ColumnWidth.isMark(scalar) {
        if glyph.mark1 == 0 {
          glyph.mark1 = scalar.value
        } else if glyph.mark2 == 0 {
          glyph.mark2 = scalar.value
        }
      } else if ColumnWidth.isDropped(scalar) {
        continue
      } else {
        pending = scalar
        return
      }
    }
  }

  private static func glyph(for scalar: Unicode.Scalar) -> Glyph? {
    let value = scalar.value
    if value >= 0x20 && value < 0x7F { return Glyph(base: value, width: 1) }
    if value == 0x09 { return Glyph(base: 0x20, width: 1) }
    if value < 0xA0 { return Glyph(base: 0xB7, width: 1) }
    if ColumnWidth.isMark(scalar) {  // a mark without a base character
      return Glyph(base: 0x25CC, mark1: value, width: 1)
    }
    if value >= 0x1F1E6 && value <= 0x1F1FF {  // half of a flag
      return Glyph(base: value - 0x1F1E6 + 0x41, width: 1)
    }
    if ColumnWidth.isDropped(scalar) { return nil }
    return Glyph(base: value, width: ColumnWidth.isWide(value) ? 2 : 1)
  }
}

extension String {
  /// The width of the text in columns.
  package var columns: Int {
    let bytes = utf8
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.count }
    return Glyphs(self).reduce(0) { $0 + $1.width }
  }

  /// The text shortened to `width` columns; `…` at the end stands for the removed part.
  package func truncated(to width: Int) -> String {
    guard columns > width else { return self }
    guard width > 0 else { return "" }
    var result = String.UnicodeScalarView()
    var used = 0
    for glyph in Glyphs(self) {
      if used + glyph.width > width - 1 { break }
      for value in [glyph.base, glyph.mark1, glyph.mark2] where value != 0 {
        if let scalar = Unicode.Scalar(value) { result.append(scalar) }
      }
      used += glyph.width
    }
    return String(result) + "…"
  }

  /// The text shortened at its start to `width` columns; used for paths.
  package func truncatedAtStart(to width: Int) -> String {
    guard columns > width else { return self }
    guard width > 0 else { return "" }
    var kept: [Character] = []
    var used = 1
    for character in reversed() {
      let extent = String(character).columns
      if used + extent > width { break }
      kept.append(character)
      used += extent
    }
    return "…" + String(kept.reversed())
  }

  /// The text padded with spaces to `width` columns; longer text is shortened.
  package func padded(to width: Int, _ alignment: Alignment = .leading) -> String {
    let text = truncated(to: width)
    let missing = max(0, width - text.columns)
    switch alignment {
    case .leading: return text + String(repeating: " ", count: missing)
    case .trailing: return String(repeating: " ", count: missing) + text
    case .center:
      return String(repeating: " ", count: missing / 2) + text
        + String(repeating: " ", count: missing - missing / 2)
    }
  }
}

/// The position of text in a wider area.
package enum Alignment: Hashable, Sendable {
  case leading, center, trailing
}
