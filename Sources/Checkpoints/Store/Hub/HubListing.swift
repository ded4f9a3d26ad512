import Support

/// The files of a model at one commit, as the hub lists them.
///
/// https://huggingface.co/docs/hub/api: `siblings` with `rfilename`, `size`, `blobId` and, for
/// large files, `lfs.sha256`.
struct HubListing {
  struct File: Hashable {
    let name: String
    /// Size in bytes; nil if it is not listed.
    let size: Int?
    /// The SHA-256 of a large file; nil for one that Git holds itself.
    let sha256: String?
    /// Git's hash of a file that it holds itself.
    let blob: String?
  }

  let commit: String
  let files: [File]
  /// The licence on the model's card.
  let licence: String?

  /// Parses the hub's answer; throws `malformed`.
  init(_ bytes: FileBytes) throws(CheckpointError) {
    let json = try JSON(bytes, of: "hub's list of files")
    guard let commit = json["sha"]?.string, let siblings = json["siblings"]?.array else {
      throw .malformed("hub's list of files", offset: 0, rule: "it must have sha and siblings")
    }
    self.commit = commit
    licence =
      json["cardData"]?["license"]?.string
      ?? json["tags"]?.array?.compactMap(\.string).first { $0.hasPrefix("license:") }
      .map { String($0.dropFirst("license:".count)) }
    files = siblings.compactMap { file in
      guard let name = file["rfilename"]?.string else { return nil }
      let sha256 = (file["lfs"]?["sha256"] ?? file["lfs"]?["oid"])?.string?.lowercased()
      return File(
        name: name, size: file["lfs"]?["size"]?.integer ?? file["size"]?.integer,
        sha256: sha256.flatMap { $0.utf8.count == 64 ? $0 : nil },
        blob: sha256 == nil ? file["blobId"]?.string : nil)
    }
  }

  /// The file of this name in the repository's own folder.
  func file(_ name: String) -> File? { files.first { $0.name == name } }

  /// The file with the weights, as in a folder; throws `foreign` or `ambiguousFolder`.
  func weights() throws(CheckpointError) -> File {
    let name = try CheckpointFolder.choice(files.map(\.name).filter { !$0.contains("/") }.sorted())
    guard let found = file(name) else { throw .ambiguousFolder([]) }
    return found
  }
}

extension HubListing.File {
  /// Largest size in bytes of any file, and of one whose size is not listed.
  private static let largest = 8 << 30

  /// Most bytes that are received: a tenth more than the listed size.
  func limit(unlisted: Int) -> Int {
    guard let size, size >= 0 else { return unlisted }
    return min(size, Self.largest) + max(1024, min(size, Self.largest) / 10)
  }

  /// Throws `wrongHash` unless `bytes` have the hash that the hub lists.
  func check(_ bytes: FileBytes) throws(CheckpointError) {
    if let sha256 {
      let found = FileDigest(hashing: bytes).hexadecimal
      guard found == sha256 else { throw .wrongHash(path: name, expected: sha256, found: found) }
    } else if let blob, blob.utf8.count == 40 {
      let found = Array("blob \(bytes.count)\0".utf8).withUnsafeBytes {
        ContentHash.sha1([$0, bytes.buffer]).hexadecimal
      }
      guard found == blob else { throw .wrongHash(path: name, expected: blob, found: found) }
    }
  }
}
