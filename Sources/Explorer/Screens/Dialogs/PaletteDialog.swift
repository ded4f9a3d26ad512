import Terminal

/// The command palette: every action of the screen, found by typing.
package struct Palette: Equatable, Sendable {
  var search = SearchList()

  /// Draws the matching actions; each has the reason why it is not possible, if there is one.
  func draw(_ rows: [(binding: Binding, reason: String?)], in area: Rect, _ canvas: inout Canvas) {
    let list = search.draw(
      "Commands", width: 72, in: area, hint: "Enter does it · Esc closes", &canvas)
    guard !rows.isEmpty else { return canvas.message("no such command", in: list) }
    canvas.actions(rows.map { ($0.title, $0.label, $1) }, cursor: search.cursor, in: list)
  }
}

extension State {
  /// The actions that match a query, the best match first.
  package func paletteEntries(_ query: String) -> [Binding] {
    var seen: Set<Action> = []
    let offered = preferences.keymap.bindings(on: screen).filter { binding in
      binding.action != .palette && seen.insert(binding.action).inserted
    }
    guard !query.isEmpty else { return offered }
    return offered.bestFirst { fuzzyScore(query, in: $0.title + " " + $0.action.name) }
  }

  func paletteRows(_ palette: Palette) -> [(binding: Binding, reason: String?)] {
    paletteEntries(palette.search.query.text).map { ($0, reasonAgainst($0.action)) }
  }

  mutating func handle(_ key: Key, _ palette: Palette) -> [Effect] {
    var palette = palette
    let matches = paletteEntries(palette.search.query.text)
    switch key.code {
    case .escape: dialog = nil
    case .enter:
      dialog = nil
      guard matches.indices.contains(palette.search.cursor) else { return [] }
      return perform(matches[palette.search.cursor].action)
    default:
      palette.search.handle(key, count: matches.count, page: page)
      dialog = .palette(palette)
    }
    return []
  }
}

/// Scores how well the letters of `query` occur in order in `text`: lower is better, nil if they do not.
///
/// Letters at the start of a word and consecutive letters cost nothing.
package func fuzzyScore(_ query: String, in text: String) -> Int? {
  let letters = Array(query.lowercased().filter { $0 != " " })
  let text = Array(text.lowercased())
  guard !letters.isEmpty else { return 0 }
  func score(from start: Int) -> Int? {
    var score = start == 0 || text[start - 1] == " " ? 0 : 8
    var position = start
    for letter in letters.dropFirst() {
      guard let next = text[(position + 1)...].firstIndex(of: letter) else { return nil }
      let startsWord = text[next - 1] == " " || text[next - 1] == "-"
      score += next == position + 1 ? 0 : startsWord ? 2 : 4 + min(8, next - position)
      position = next
    }
    return score * 4 + min(start, 40) / 8
  }
  return text.indices.filter { text[$0] == letters[0] }.compactMap(score).min()
}

extension Array {
  /// The elements that have a score, the smallest first; equal ones keep their order.
  func bestFirst(_ score: (Element) -> Int?) -> [Element] {
    enumerated().compactMap { index, element in score(element).map { (element, $0, index) } }
      .sorted { ($0.1, $0.2) < ($1.1, $1.2) }
      .map(\.0)
  }
}
