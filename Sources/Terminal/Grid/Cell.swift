/// One column of one row: a character and its style.
///
/// Holds no references, so copying and comparing frames is fast. The character is one of `Glyphs`:
/// a base scalar with at most two combining marks.
package struct Cell: Hashable, Sendable {
  /// The base scalar; 0 marks the right half of the wide character before it.
  package var base: UInt32
  package var mark1: UInt32 = 0
  package var mark2: UInt32 = 0
  package var style: Style

  package init(_ base: Unicode.Scalar, _ style: Style) {
    self.base = base.value
    self.style = style
  }

  package init(base: UInt32, mark1: UInt32 = 0, mark2: UInt32 = 0, style: Style) {
    self.base = base
    self.mark1 = mark1
    self.mark2 = mark2
    self.style = style
  }

  /// Whether this is the right half of a wide character.
  package var isContinuation: Bool { base == 0 }

  /// The character as text; empty for a right half.
  package var text: String {
    var result = String.UnicodeScalarView()
    for value in [base, mark1, mark2] where value != 0 {
      if let scalar = Unicode.Scalar(value) { result.append(scalar) }
    }
    return String(result)
  }
}
