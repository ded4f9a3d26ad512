import Support

extension WeightStore {
  /// The files beside weights that say what they are.
  static let companions = ["config.json", "preprocessor_config.json"]

  /// Reads and recognises the checkpoint at `path` and copies it into the store.
  ///
  /// The default of `name` is the name of the file or folder. `config.json` and
  /// `preprocessor_config.json` beside the file, and the shards of an index, are copied too.
  /// Throws `nameTaken` if the name is in use and `isReplacing` is false.
  public func install(
    file path: String, named name: String? = nil, dialect: Dialect? = nil,
    isReplacing: Bool = false, source: String = "imported", licence: String? = nil
  ) throws(CheckpointError) -> InstalledWeights {
    let given = path
    let path = try CheckpointFolder.path(path)
    let fileName = path.lastPathComponent
    let name = name ?? Self.name(for: given.lastPathComponent)
    guard Self.isName(name) else { throw .unusableName(name) }
    if !isReplacing, entry(named: name) != nil { throw .nameTaken(name) }
    let loaded = try Checkpoint.load(file: path, dialect: dialect)
    let bytes = try FileBytes(mapping: path)
    try ZipArchive.checkStored(in: bytes)
    let record = WeightRecord(
      variant: loaded.variant.name, dialect: loaded.dialect.dialect, fileName: fileName,
      sha256: FileDigest(of: bytes).hexadecimal, source: source, licence: licence)
    let folder = path.directoryPath
    var companions: [String: FileBytes] = [:]
    for name in Self.companions where name != fileName {
      if let bytes = try? FileBytes(mapping: "\(folder)/\(name)"), bytes.count <= 1 << 20 {
        companions[name] = bytes
      }
    }
    if let index = SafetensorsIndex(bytes) {
      for (shard, file) in zip(index.shards, try index.map(beside: bytes)) {
        companions[shard] = file
      }
    }
    return try install(bytes, as: record, named: name, beside: companions)
  }

  /// A file's name without extension; characters not allowed in store names become dashes.
  static func name(for fileName: String) -> String {
    let stem = fileName.lastIndex(of: ".").map { String(fileName[..<$0]) } ?? fileName
    let characters = stem.map { isName("x\($0)") ? $0 : "-" }
    return String(String(characters).drop { $0 == "." || $0 == "-" }.prefix(100))
  }
}
