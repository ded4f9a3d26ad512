import Assets
internal import Crypto
import Explanations
import Support

/// The true classes of images, from their folders' names or from a CSV.
package struct TrueLabels: Sendable {
  /// The source for the library's settings: `folders`, or `table` with the start of its SHA-256.
  package let source: String

  private let classes: ClassIndex
  private let table: [UInt64: Int32]?

  /// The folder of an image is named by its class: name, WordNet id or index.
  package static func folders(_ network: LoadedNetwork) -> TrueLabels {
    TrueLabels(source: "folders", classes: ClassIndex(network.classNames), table: nil)
  }

  /// Reads a CSV with the columns image (path, file, filename) and label (class, truth, wnid,
  /// synset, index).
  ///
  /// An image is an absolute path, a path relative to the CSV's folder, or a bare file name.
  package static func table(
    _ path: String, _ network: LoadedNetwork
  ) throws(Failure) -> TrueLabels {
    let bytes = try InputFile.read(path, what: what)
    let images = try ImageTable(bytes, path: path, what: what)
    let classes = ClassIndex(network.classNames)
    let folder = RawPath(path).absolute.folder
    var table: [UInt64: Int32] = [:]
    for row in images.rows {
      guard let index = classes.index(of: row.label) else {
        throw Failure(
          .badData, what, path,
          because: "'\(row.label)' of '\(row.image)' is no class of \(network.variant.title)",
          advice: "use class names, WordNet ids or indices of its classes")
      }
      let name = RawPath(row.image)
      let whole = name.isAbsolute ? name.absolute : folder.appending(name).absolute
      table[key(whole)] = Int32(index)
      if name.name == name { table[key(name)] = Int32(index) }
    }
    let digest = Array(SHA256.hash(data: bytes)).hexadecimal
    return TrueLabels(source: "table \(digest.prefix(16))", classes: classes, table: table)
  }

  /// The index of the true class of the image at `path`; nil if it is not known.
  package func label(of path: RawPath) -> Int? {
    guard let table else { return classes.index(of: path.folder.name.printable) }
    return (table[Self.key(path)] ?? table[Self.key(path.name)]).map(Int.init)
  }

  private static let what = "can't read the true classes"

  /// A 64-bit hash instead of the path, so that a table of millions stays small.
  private static func key(_ path: RawPath) -> UInt64 {
    path.digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Text that is equal for equal lists of names.
  static func fingerprint(of names: ClassNames) -> String {
    let digest = Array(SHA256.hash(data: Array(names.names.joined(separator: "\n").utf8)))
    return "\(names.names.count) names, \(digest.hexadecimal.prefix(16))"
  }
}

/// Finds classes by name, synonym, index or WordNet id.
struct ClassIndex: Sendable {
  private let count: Int
  private let byName: [String: Int]

  /// Indexes whole names and each of their synonyms; for ImageNet's classes WordNet ids too.
  init(_ names: ClassNames) {
    count = names.names.count
    var byName: [String: Int] = [:]
    var ambiguous: Set<String> = []
    func note(_ name: String, _ index: Int) {
      let key = Self.key(name)
      if let other = byName[key], other != index { ambiguous.insert(key) }
      byName[key] = byName[key] ?? index
    }
    for (index, name) in names.names.enumerated() {
      note(name, index)
      for synonym in name.split(separator: ",") { note(String(synonym), index) }
    }
    for key in ambiguous { byName[key] = nil }
    for (index, name) in names.names.enumerated() where !name.contains(",") {
      // A whole name wins over the same synonym of another class.
      byName[Self.key(name)] = byName[Self.key(name)] ?? index
    }
    for (identifier, index) in Self.wordNet(names) { byName[identifier] = index }
    self.byName = byName
  }

  /// The class with this index, name or WordNet id.
  func index(of text: String) -> Int? {
    if let index = Int(text), (0..<max(count, 1)).contains(index) { return index }
    return byName[Self.key(text)]
  }

  /// Lower case, with spaces instead of `_`, `-` and `+`.
  private static func key(_ text: String) -> String {
    text.lowercased().split { " _-+".contains($0) }.joined(separator: " ")
  }

  /// WordNet ids and class indices if `names` are ImageNet's, else empty.
  private static func wordNet(_ names: ClassNames) -> [(String, Int)] {
    guard let records = try? Records(csv: Assets.imageNetClasses),
      records.rows.count == names.names.count,
      zip(records.rows, names.names).allSatisfy({ $0["name"] == $1 })
    else { return [] }
    return records.rows.enumerated().map { ($1["wnid"].lowercased(), $0) }
  }
}
