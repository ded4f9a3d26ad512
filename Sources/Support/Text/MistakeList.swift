/// The mistakes in a text of `key = value` lines, each with its line.
///
/// A search for a key's line and for similar names costs time, so mistakes beyond `limit` are only
/// counted.
package struct MistakeList<Mistake> {
  package private(set) var mistakes: [Mistake] = []
  /// The number of mistakes beyond the limit.
  package private(set) var omitted = 0
  private let lines: [Substring]
  private let limit: Int

  package init(in text: String, limit: Int = 20) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.limit = limit
  }

  /// Adds the mistake that `make` gives for the line that sets `key`, as far as the limit allows.
  package mutating func add(at key: String, _ make: (Int) -> Mistake) {
    guard mistakes.count < limit else { return omitted += 1 }
    mistakes.append(make(line(of: key)))
  }

  /// Adds a mistake whose line is known, or that belongs to the whole file.
  package mutating func add(_ mistake: Mistake) { mistakes.append(mistake) }

  /// The line that sets `key` or opens the table of that name, from 1; 0 if there is none.
  package func line(of key: String) -> Int {
    let index = lines.firstIndex { line in
      let bare = line.drop { " \t\"[".contains($0) }
      guard bare.hasPrefix(key) else { return false }
      return bare.dropFirst(key.count).first { !" \t\"".contains($0) }
        .map { "=]".contains($0) } ?? false
    }
    return index.map { $0 + 1 } ?? 0
  }
}
