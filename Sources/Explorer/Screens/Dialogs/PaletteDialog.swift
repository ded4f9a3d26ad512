extension State {
  /// The palette's entries for a query, best first.
  package func paletteEntries(_ query: String) -> [Binding] {
    var seen: Set<Action> = []
    let offered = keymap.bindings(on: screen).filter { binding in
      binding.action != .palette && seen.insert(binding.action).inserted
    }
    guard !query.isEmpty else { return offered }
    return offered.enumerated()
      .compactMap { index, binding in
        fuzzyScore(query, in: binding.title + " " + binding.action.rawValue)
          .map { (binding, $0, index) }
      }
      .sorted { ($0.1, $0.2) < ($1.1, $1.2) }
      .map(\.0)
  }
}

/// How well the letters of `query` occur in order in `text`: lower is better, nil if they don't.
///
/// Letters at the start of a word and letters that follow each other cost nothing.
package func fuzzyScore(_ query: String, in text: String) -> Int? {
  let letters = Array(query.lowercased().filter { $0 != " " })
  let text = Array(text.lowercased())
  guard !letters.isEmpty else { return 0 }
  var best: Int?
  for start in text.indices where text[start] == letters[0] {
    var score = start == 0 || text[start - 1] == " " ? 0 : 8
    var position = start
    var isFound = true
    for letter in letters.dropFirst() {
      guard let next = text[(position + 1)...].firstIndex(of: letter) else {
        isFound = false
        break
      }
      let startsWord = text[next - 1] == " " || text[next - 1] == "-"
      score += next == position + 1 ? 0 : startsWord ? 2 : 4 + min(8, next - position)
      position = next
    }
    if isFound { best = min(best ?? Int.max, score * 4 + min(start, 40) / 8) }
  }
  return best
}
