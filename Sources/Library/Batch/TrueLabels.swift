import Explanations
import Support

/// The true classes of images, from their folders' names or from a CSV.
package struct TrueLabels: Sendable {
  /// The source for the library's settings: `folders`, or `table` with the start of its SHA-256.
  package let source: String

  private let classes: ClassSearch
  private let count: Int
  private let table: [UInt64: Int32]?

  /// The folder of an image is named by its class: name, WordNet id or index.
  package static func folders(_ network: LoadedNetwork) -> TrueLabels {
    folders(network.classNames, count: network.network.classes)
  }

  /// True classes among `count` classes called `names`, which may be unnamed.
  package static func folders(_ names: ClassNames, count: Int) -> TrueLabels {
    TrueLabels(source: "folders", classes: ClassSearch(names), count: count, table: nil)
  }

  /// Reads a CSV with the columns image (path, file, filename) and label (class, truth, wnid,
  /// synset, index).
  ///
  /// An image is an absolute path, a path relative to the CSV's folder, or a bare file name.
  package static func table(
    _ path: String, _ network: LoadedNetwork
  ) throws(Failure) -> TrueLabels {
    let bytes = try InputFile.readRegular(path, what: what)
    let images = try ImageTable(bytes, path: path, what: what)
    let classes = ClassSearch(network.classNames)
    let count = network.network.classes
    let folder = RawPath(path).absolute.folder
    var table: [UInt64: Int32] = [:]
    for row in images.rows {
      guard let index = classes.exact(row.label, count: count) else {
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
    let digest = ContentHash.sha256(bytes).hexadecimal
    return TrueLabels(
      source: "table \(digest.prefix(16))", classes: classes, count: count, table: table)
  }

  /// The index of the true class of the image at `path`; nil if it is not known.
  package func label(of path: RawPath) -> Int? {
    guard let table else { return classes.exact(path.folder.name.printable, count: count) }
    return (table[Self.key(path)] ?? table[Self.key(path.name)]).map(Int.init)
  }

  /// Throws a failure with the folders or tables that name no class, if an image of `sources` has
  /// no true class.
  ///
  /// A list on standard input, which can't be read twice, is not checked.
  package func check(
    _ sources: ImageSources, excluding output: String
  ) throws(Failure) {
    guard sources.isCountable else { return }
    var missing: [RawPath: Int] = [:]
    for path in sources.walk(excluding: RawPath(output).absolute) where label(of: path) == nil {
      missing[table == nil ? path.folder : path, default: 0] += 1
    }
    guard let first = missing.keys.min(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) else {
      return
    }
    let images = missing.values.reduce(0, +)
    let kind = table == nil ? "folders name no class of the network" : "images have no label"
    throw Failure(
      .badData, "can't find the true class of \(images) images; the first", first.printable,
      because: "\(missing.count) \(kind), or one that fits several classes",
      advice: "use class names, WordNet ids or indices, or \(OptionName.allowUnlabelled)")
  }

  private static let what = "can't read the true classes"

  /// A 64-bit hash instead of the path, so that a table of millions stays small.
  private static func key(_ path: RawPath) -> UInt64 {
    path.digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Text that is equal for equal lists of names.
  ///
  /// ImageNet's have that of their names in Effscope 0.1, so that its libraries can be continued.
  static func fingerprint(of names: ClassNames) -> String {
    let names = names.recordedNames
    return "\(names.count) names, "
      + ContentHash.sha256(Array(names.joined(separator: "\n").utf8)).hexadecimal
      .prefix(16)
  }
}
