import Support

/// The true classes of images, from their folders' names or from a CSV.
package struct TrueLabels: Sendable {
  /// The source for the library's settings: `folders`, or `table` with the start of its SHA-256.
  package let source: String

  private let classes: ClassSearch
  private let count: Int
  private let table: [UInt64: Int32]?

  /// True if the names of folders tell the classes.
  package var isByFolder: Bool { table == nil }
  /// The class of every image; nil if they differ.
  private var common: Int?
  /// True if an image may have no true class.
  private var isPartial = false

  /// Class `index` for every image.
  package static func constant(_ index: Int, _ network: LoadedNetwork) -> TrueLabels {
    var labels = TrueLabels(
      source: "class \(index)", classes: ClassSearch(network.classNames),
      count: network.network.classes, table: nil)
    labels.common = index
    return labels
  }

  /// The classes of single images by their absolute paths; others have none.
  package static func classes(
    _ classes: [RawPath: Int], _ network: LoadedNetwork
  ) -> TrueLabels {
    var table: [UInt64: Int32] = [:]
    for (path, index) in classes { table[key(path.absolute)] = Int32(index) }
    var labels = TrueLabels(
      source: "library", classes: ClassSearch(network.classNames), count: network.network.classes,
      table: table)
    labels.isPartial = true
    return labels
  }

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
    if let common { return common }
    guard let table else { return classes.exact(path.folder.name.printable, count: count) }
    return (table[Self.key(path)] ?? table[Self.key(path.name)]).map(Int.init)
  }

  private static let what = "can't read the true classes"

  /// A 64-bit hash instead of the path, so that a table of millions stays small.
  private static func key(_ path: RawPath) -> UInt64 {
    ContentHash.sha256(path.bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Text that is equal for equal lists of names.
  ///
  /// ImageNet's have that of their names in Effscope 0.1, so that its libraries can be continued.
  package static func fingerprint(of names: ClassNames) -> String {
    let names = names.recordedNames
    return "\(names.count) names, "
      + ContentHash.sha256(Array(names.joined(separator: "\n").utf8)).hexadecimal
      .prefix(16)
  }
}

extension TrueLabels {
  /// The true class of the image at `path`, which must have one.
  ///
  /// Nil for an image without one where the labels are those of a library.
  package func known(of path: String) throws(Failure) -> Int? {
    if let label = label(of: RawPath(path).absolute) { return label }
    if isPartial { return nil }
    throw Failure(
      .badData, "can't find the true class of", path,
      because: isByFolder
        ? "its folder '\(RawPath(path).absolute.folder.name.printable)' names no class of the "
          + "network, or several" : "the table has no row for it",
      advice: "use class names, WordNet ids or indices, or leave \(OptionName.truth) out")
  }
}
