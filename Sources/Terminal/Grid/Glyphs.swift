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
    package var width = 1
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

  /// The characters of `glyphs` as text.
  static func text(_ glyphs: some Sequence<Glyph>) -> String {
    var result = String.UnicodeScalarView()
    for glyph in glyphs {
      for value in [glyph.base, glyph.mark1, glyph.mark2] where value != 0 {
        if let scalar = Unicode.Scalar(value) { result.append(scalar) }
      }
    }
    return String(result)
  }

  private mutating func take() -> Unicode.Scalar? {
    defer { pending = nil }
    return pending ?? scalars.next()
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
      } else if !ColumnWidth.isDropped(scalar) {
        pending = scalar
        return
      }
    }
  }

  private static func glyph(for scalar: Unicode.Scalar) -> Glyph? {
    let value = scalar.value
    if value >= 0x20 && value < 0x7F { return Glyph(base: value) }
    if value == 0x09 { return Glyph(base: 0x20) }
    if value < 0xA0 { return Glyph(base: 0xB7) }
    // A mark without a base character.
    if ColumnWidth.isMark(scalar) { return Glyph(base: 0x25CC, mark1: value) }
    // Half of a flag.
    if value >= 0x1F1E6 && value <= 0x1F1FF { return Glyph(base: value - 0x1F1E6 + 0x41) }
    if ColumnWidth.isDropped(scalar) { return nil }
    // Private characters, and those that stand for bytes that are no text, have no picture.
    if value >= 0xF0000 { return Glyph(base: 0xFFFD) }
    return Glyph(base: value, width: ColumnWidth.isWide(value) ? 2 : 1)
  }
}

extension String {
  /// The text made safe for a terminal, without control characters, joiners and direction marks.
  package var columnsSafe: String { Glyphs.text(Glyphs(self)) }

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
    var used = 1
    let kept = Glyphs(self).prefix { glyph in
      used += glyph.width
      return used <= width
    }
    return Glyphs.text(kept) + "…"
  }

  /// The text shortened at its start to `width` columns; used for paths.
  package func truncatedAtStart(to width: Int) -> String {
    guard columns > width else { return self }
    guard width > 0 else { return "" }
    var used = 1
    let kept = reversed().prefix { character in
      used += String(character).columns
      return used <= width
    }
    return "…" + String(kept.reversed())
  }

  /// The text padded with spaces to `width` columns; longer text is shortened.
  package func padded(to width: Int, _ alignment: Alignment = .leading) -> String {
    let text = truncated(to: width)
    let missing = max(0, width - text.columns)
    let before =
      switch alignment {
      case .leading: 0
      case .center: missing / 2
      case .trailing: missing
      }
    return String(repeating: " ", count: before) + text
      + String(repeating: " ", count: missing - before)
  }
}

/// The position of text in a wider area.
package enum Alignment: Hashable, Sendable {
  case leading, center, trailing
}
