/// An editable line of text with a cursor.
package struct TextField: Equatable, Sendable {
  package private(set) var characters: [Character]
  /// The number of characters before the cursor.
  package private(set) var cursor: Int

  private static let limit = 1024

  package init(_ text: String = "") {
    characters = Array(text.prefix(Self.limit))
    cursor = characters.count
  }

  package var text: String { String(characters) }

  /// Inserts text at the cursor; removes line breaks and control characters.
  package mutating func insert(_ text: String) {
    let clean = text.filter { character in
      character.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
    }
    let fitting = clean.prefix(Self.limit - characters.count)
    characters.insert(contentsOf: fitting, at: cursor)
    cursor += fitting.count
  }

  /// Applies a key; returns false if the key has no function here.
  package mutating func handle(_ key: Key) -> Bool {
    if let character = key.typed {
      insert(String(character))
      return true
    }
    switch (key.code, key.modifiers) {
    case (.backspace, []): if cursor > 0 { remove(cursor - 1..<cursor) }
    case (.delete, []), (.character("d"), .control):
      if cursor < characters.count { remove(cursor..<cursor + 1) }
    case (.left, []), (.character("b"), .control): cursor = max(0, cursor - 1)
    case (.right, []), (.character("f"), .control): cursor = min(characters.count, cursor + 1)
    case (.home, []), (.character("a"), .control): cursor = 0
    case (.end, []), (.character("e"), .control): cursor = characters.count
    case (.character("u"), .control): remove(0..<cursor)
    case (.character("k"), .control): remove(cursor..<characters.count)
    case (.character("w"), .control), (.backspace, .alt): remove(wordStart..<cursor)
    default: return false
    }
    return true
  }

  private var wordStart: Int {
    var start = cursor
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " ", characters[start - 1] != "/" { start -= 1 }
    return start == cursor && cursor > 0 ? cursor - 1 : start
  }

  private mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  /// Draws the text, scrolled so that the cursor is visible, and sets the frame's cursor.
  package func draw(in area: Rect, of frame: inout Frame, style: Style) {
    guard !area.isEmpty else { return }
    frame.fill(Rect(area.x, area.y, area.width, 1), style)
    var start = 0
    func columns(_ range: Range<Int>) -> Int { String(characters[range]).columns }
    while start < cursor, columns(start..<cursor) >= area.width { start += 1 }
    frame.put(String(characters[start...]), area.x, area.y, style, in: area)
    frame.cursor = Point(min(area.maxX - 1, area.x + columns(start..<cursor)), area.y)
  }
}
