/// The candidate that `name` is probably meant to be; nil if none is similar enough.
///
/// A candidate with the same letters and digits comes first, then the one with the smallest edit
/// distance, then the first that contains `name` or is contained in it.
package func nearestName(to name: String, among candidates: [String]) -> String? {
  let bare = bareName(name)
  if let same = candidates.first(where: { bareName($0) == bare }) { return same }
  let scored = candidates.map { (candidate: $0, edits: edits(from: name, to: $0)) }
  guard let best = scored.min(by: { $0.edits < $1.edits }) else { return nil }
  if best.edits <= max(2, name.count / 3) { return best.candidate }
  guard bare.count >= 3 else { return nil }
  return candidates.first { bareName($0).contains(bare) || bare.contains(bareName($0)) }
}

private func bareName(_ name: String) -> String {
  name.lowercased().filter { $0.isLetter || $0.isNumber }
}

private func edits(from left: String, to right: String) -> Int {
  let right = Array(right)
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
      diagonal = above
    }
  }
  return row[right.count]
}
