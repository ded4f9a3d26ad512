import Assets
internal import Crypto
import Explanations
import Support

/// What is true of images: by the folders they lie in, or by a table of paths and classes.
public struct TrueLabels: Sendable {
  /// Where it comes from, by which settings differ: `folders`, `table 3f9c…`.
  public let source: String

  private let classes: ClassIndex
  private let table: [UInt64: Int32]?

  /// The name of the folder that an image lies in is its class's name, WordNet id or index.
  public static func folders(_ network: LoadedNetwork) -> TrueLabels {
    TrueLabels(source: "folders", classes: ClassIndex(network.classNames), table: nil)
  }

  /// The CSV at `path` names images and their classes in the columns image (or path, file, filename)
  /// and label (or class, truth, wnid, synset, index).
  ///
  /// An image is its path as it stands, relative to the table's folder, or its file name alone.
  public static func table(_ path: String, _ network: LoadedNetwork) throws(Failure) -> TrueLabels {
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

  /// The index of the class that is true of the image at `path`; nil where nobody says.
  public func label(of path: RawPath) -> Int? {
    guard let table else {
      return classes.index(of: path.folder.name.printable)
    }
    return (table[Self.key(path)] ?? table[Self.key(path.name)]).map(Int.init)
  }

  private static let what = "can't read the true classes"

  /// Paths as numbers: a table of millions stays small.
  private static func key(_ path: RawPath) -> UInt64 {
    path.digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Equal for equal lists of names.
  static func fingerprint(of names: ClassNames) -> String {
    "\(names.names.count) names, "
      + Array(SHA256.hash(data: Array(names.names.joined(separator: "\n").utf8))).hexadecimal
      .prefix(16)
  }
}

/// Classes by what people call them.
struct ClassIndex: Sendable {
  private let count: Int
  private let byName: [String: Int]

  /// The classes of `names`, by whole names and by each synonym in them; ImageNet's by WordNet ids too.
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
      // A whole name is never ambiguous with another's synonym.
      byName[Self.key(name)] = byName[Self.key(name)] ?? index
    }
    for (identifier, index) in Self.wordNet(names) { byName[identifier] = index }
    self.byName = byName
  }

  /// The class that `text` calls by its index, its name or its WordNet id.
  func index(of text: String) -> Int? {
    if let index = Int(text), (0..<max(count, 1)).contains(index) { return index }
    return byName[Self.key(text)]
  }

  /// Letters in lower case, spaces for the marks that file names have instead.
  private static func key(_ text: String) -> String {
    text.lowercased().split { " _-+".contains($0) }.joined(separator: " ")
  }

  /// The identifiers of ImageNet's classes, where the names are ImageNet's.
  private static func wordNet(_ names: ClassNames) -> [(String, Int)] {
    guard let records = try? Records(csv: Assets.imageNetClasses),
      records.rows.count == names.names.count,
      zip(records.rows, names.names).allSatisfy({ $0["name"] == $1 })
    else { return [] }
    return records.rows.enumerated().map { ($1["wnid"].lowercased(), $0) }
  }
}
