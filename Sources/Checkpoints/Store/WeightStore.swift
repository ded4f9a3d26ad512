import Glibc
import Support

/// The installed weights: one folder each, with the published file and its record.
///
/// Folders are written under a temporary name and then renamed, so several processes can share a
/// store.
public struct WeightStore: Sendable {
  /// Path of the store.
  public let folder: String

  /// Creates a store in `folder`.
  public init(folder: String) { self.folder = folder }

  /// The user's store: below `EFFSCOPE_HOME` if set, else below the XDG data folder.
  public static var user: WeightStore {
    // Without a home folder, errors show this unusable path.
    let home =
      BaseFolder.environment("EFFSCOPE_HOME") ?? BaseFolder.data.path() ?? "/.local/share/effscope"
    return WeightStore(folder: home + "/weights")
  }

  /// All installed weights, sorted by name.
  public var entries: [InstalledWeights] {
    Folder.names(in: folder).filter { !$0.hasPrefix(".") }.compactMap(entry(named:))
  }

  /// The names of folders whose record can't be read, so that their weights are not among `entries`.
  public var unreadable: [String] {
    Folder.names(in: folder).filter {
      Self.isName($0) && Folder.isFolder("\(folder)/\($0)") && entry(named: $0) == nil
    }
  }

  /// The weights installed under `name`; nil if there are none.
  ///
  /// The `hf:OWNER/NAME` of weights that were pulled from a hub is such a name, too.
  public func entry(named name: String) -> InstalledWeights? {
    let name = HubReference(name)?.storeName ?? name
    guard Self.isName(name) else { return nil }
    return InstalledWeights(folder: "\(folder)/\(name)", name: name)
  }

  /// The weights for a variant: those installed under its name, else the first ones that fit it.
  public func weights(for variant: String) -> InstalledWeights? {
    if let named = entry(named: variant), named.record.variant == variant { return named }
    return entries.first { $0.record.variant == variant }
  }

  /// Installs `bytes` under `name` and replaces existing weights of that name.
  ///
  /// `companions` are small files by name that are stored beside the weights.
  public func install(
    _ bytes: FileBytes, as record: WeightRecord, named name: String,
    beside companions: [String: FileBytes] = [:]
  ) throws(CheckpointError) -> InstalledWeights {
    precondition(Self.isName(name), "'\(name)' can't name installed weights")
    try Folder.create(folder)
    let aside = try AsideFolder(.new, of: name, in: folder)
    try Folder.write(bytes.buffer, to: "\(aside.path)/\(record.fileName)")
    for (name, bytes) in companions { try Folder.write(bytes.buffer, to: "\(aside.path)/\(name)") }
    var record = record
    record.size = bytes.wholeCount
    record.modified = Folder.status("\(aside.path)/\(record.fileName)")?.modified ?? 0
    try write(
      Array((record.json.text() + "\n").utf8), to: "\(aside.path)/\(InstalledWeights.recordName)")
    try aside.replace("\(folder)/\(name)")
    return InstalledWeights(
      name: name, path: "\(folder)/\(name)/\(record.fileName)", record: record)
  }

  /// Removes the weights installed under `name`; throws `unknownWeights` if there are none.
  public func remove(_ name: String) throws(CheckpointError) {
    guard let entry = entry(named: name) else {
      throw .unknownWeights(name: name, near: entries.map(\.name))
    }
    let doomed = try AsideFolder(.old, of: entry.name, in: folder)
    try Folder.move("\(folder)/\(entry.name)", to: "\(doomed.path)/weights")
  }

  private func write(_ text: [UInt8], to path: String) throws(CheckpointError) {
    let bytes = FileBytes(text)
    try Folder.write(bytes.buffer, to: path)
  }

  /// True if `name` can name installed weights, which becomes a folder's name.
  ///
  /// Allowed: 1 to 100 ASCII letters, digits, dots, dashes and underscores; no leading dot.
  public static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 100 && !name.hasPrefix(".")
      && name.utf8.allSatisfy {
        $0 == 0x2D || $0 == 0x2E || $0 == 0x5F || (0x30...0x39).contains($0)
          || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
      }
  }
}

/// Installed weights.
public struct InstalledWeights: Hashable, Sendable {
  static let recordName = "record.json"

  /// The name in the store.
  public let name: String
  /// Path of the file.
  public let path: String
  /// The store's record.
  public let record: WeightRecord

  init(name: String, path: String, record: WeightRecord) {
    self.name = name
    self.path = path
    self.record = record
  }

  /// Reads the record in `folder`; nil if there is no readable one.
  init?(folder: String, name: String) {
    guard let bytes = try? FileBytes(mapping: "\(folder)/\(Self.recordName)"),
      let json = try? JSON(bytes, of: "record"), let record = WeightRecord(json),
      !record.fileName.contains("/")
    else { return nil }
    self.init(name: name, path: "\(folder)/\(record.fileName)", record: record)
  }

  /// The recorded SHA-256; nil if the file's size or modification time changed since.
  var knownDigest: FileDigest? {
    guard let status = Folder.status(path), status.size == record.size,
      status.modified == record.modified
    else { return nil }
    return FileDigest(known: record.sha256)
  }

  /// Hashes the file; throws `wrongHash` if it differs from the installed one.
  public func verify() throws(CheckpointError) {
    let found = FileDigest(of: try FileBytes(mapping: path)).hexadecimal
    guard found == record.sha256 else {
      throw .wrongHash(path: path, expected: record.sha256, found: found)
    }
  }
}
