/// One column of one row: a character and its style.
///
/// Holds no references, so copying and comparing frames is fast. The character is one of `Glyphs`:
/// a base scalar with at most two combining marks.
package struct Cell: Hashable, Sendable {
  /// The base scalar; 0 marks the right half of the wide character before it.
  package var base: UInt32
  package var mark1, mark2: UInt32
  package var style: Style

  package init(_ base: Unicode.Scalar, _ style: Style) {
    self.init(base: base.value, style: style)
  }

  init(base: UInt32, mark1: UInt32 = 0, mark2: UInt32 = 0, style: Style) {
    (self.base, self.mark1, self.mark2, self.style) = (base, mark1, mark2, style)
  }

  /// Whether this is the right half of a wide character.
  package var isContinuation: Bool { base == 0 }

  /// The character as text; empty for a right half.
  package var text: String { Glyphs.text([Glyphs.Glyph(base: base, mark1: mark1, mark2: mark2)]) }
}
