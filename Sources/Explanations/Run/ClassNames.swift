import Assets
import Checkpoints
import Support

/// The names of a network's classes.
package struct ClassNames: Sendable {
  /// Names by class index; commas separate synonyms in one name.
  package let names: [String]

  package init(_ names: [String]) { self.names = names }

  /// ImageNet-1k's names, as torchvision has them.
  package static let imageNet = ClassNames(csv: Assets.imageNetClasses)

  /// The name of class `index`, or `class 17` if it has none.
  package subscript(index: Int) -> String {
    names.indices.contains(index) ? names[index] : "class \(index)"
  }

  /// Reads rows of index, wnid and name sorted by index, as in `Assets/imagenet-1k.csv`.
  package init(csv bytes: [UInt8]) {
    let rows = (try? CSV.rows(bytes)) ?? []
    let column = rows.first?.firstIndex(of: "name") ?? 0
    self.init(rows.dropFirst().map { $0[column] })
  }

  /// Parses a file of names.
  ///
  /// Formats: JSON (a list, an object by index, `config.json` of timm or Hugging Face), CSV with a
  /// column `name` or `label`, or one name per line.
  package init(file contents: [UInt8]) {
    let bytes = contents.withoutByteOrderMark
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
    guard let heading = rows.first?.map({ $0.lowercased() }) else {
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
}
