import Checkpoints
import Support

/// The names of a network's classes, with search.
package struct ClassNames: Sendable {
  /// Names by class index; a name may hold several synonyms.
  package let names: [String]

  package init(_ names: [String]) { self.names = names }

  /// The name of class `index`, or `class 17` if it has none.
  package subscript(index: Int) -> String {
    names.indices.contains(index) ? names[index] : "class \(index)"
  }

  /// Reads rows of index, wnid and name sorted by index, as in `Assets/imagenet-1k.csv`.
  package init(csv bytes: [UInt8]) {
    let rows = (try? Records(csv: bytes))?.rows ?? []
    self.init(rows.map { $0["name"] })
  }

  /// Parses a file of names.
  ///
  /// Formats: JSON (a list, an object by index, `config.json` of timm or Hugging Face), CSV with a
  /// column `name` or `label`, or one name per line.
  package init(file bytes: [UInt8]) {
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      let names = ClassLabels.names(inJSON: bytes)
    {
      self.init(names)
      return
    }
    if let names = (try? CSV.rows(bytes)).flatMap(Self.names(inRows:)) {
      self.init(names)
    } else {
      let text = String(decoding: bytes, as: UTF8.self)
      var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      while lines.last?.isEmpty == true { lines.removeLast() }
      self.init(lines.map(String.init))
    }
  }

  /// The column of names, sorted by the column `index` if there is one; nil for other text.
  private static func names(inRows rows: [[String]]) -> [String]? {
    guard let heading = rows.first?.map({ $0.lowercased().trimmingPrefix("\u{FEFF}") }) else {
      return nil
    }
    let column = ["name", "label", "class_name", "class"].lazy.compactMap { word in
      heading.firstIndex { $0 == word }
    }.first
    guard let column else { return nil }
    let index = heading.firstIndex { ["index", "id", "class_id", "class_index"].contains($0) }
    var names: [Int: String] = [:]
    for (number, row) in rows.dropFirst().enumerated() where row.indices.contains(column) {
      let place = index.flatMap { row.indices.contains($0) ? Int(row[$0]) : nil } ?? number
      names[place] = row[column]
    }
    guard names.keys.allSatisfy({ (0..<names.count).contains($0) }) else { return nil }
    return (0..<names.count).compactMap { names[$0] }
  }

  /// Finds a class by index, name, or part of a name, among the first `count` classes.
  ///
  /// A full match wins over partial ones. Throws if none or several match, listing candidates.
  package func index(matching query: String, count: Int) throws(Failure) -> Int {
    let what = "can't choose the class"
    if let index = Int(query) {
      guard (0..<count).contains(index) else {
        throw Failure(
          .usage, what, query, because: "the network has \(count) classes, 0 to \(count - 1)")
      }
      return index
    }
    let wanted = query.lowercased()
    let known = names.prefix(count).map { $0.lowercased() }
    let whole = known.indices.filter { known[$0] == wanted }
    let candidates = whole.isEmpty ? known.indices.filter { known[$0].contains(wanted) } : whole
    if wanted.isEmpty || candidates.isEmpty {
      throw Failure(
        .usage, what, query, because: "no class has this name",
        advice: "give part of a name, or an index from 0 to \(count - 1)")
    }
    guard candidates.count == 1 else {
      let listed = candidates.prefix(5).map { "\($0) \(names[$0])" }.joined(separator: ", ")
      throw Failure(
        .usage, what, query,
        because: "\(candidates.count) classes match: \(listed)\(candidates.count > 5 ? ", …" : "")",
        advice: "give more of the name, or its index")
    }
    return candidates[0]
  }
}
