import Support

/// Merges the libraries of several shards; repeating a merge changes nothing.
package struct LibraryMerge {
  package struct Tally: Hashable, Sendable {
    /// Rows of the shards.
    package var rows = 0
    /// Rows written because the output lacked them or had older ones.
    package var written = 0
    /// Overlays linked or copied.
    package var overlays = 0
  }

  private let writer: LibraryWriter
  private let overlays: OverlayFolder
  private let shards: [String]
  private let settings: LibrarySettings

  private static let portion = 512
  private static let what = "can't merge the library"

  /// Checks the shards, and opens or creates the library at `output`.
  ///
  /// Throws if settings differ, a batch still writes to a shard, or a shard is the output.
  package init(_ shards: [String], into output: String) throws(Failure) {
    let target = FileIdentity(of: RawPath(LibraryPlace(output).folder))
    var first: ImageLibrary?
    // One shard is open at a time, so that their number is not limited by that of open files.
    for shard in shards {
      let library = try Self.open(shard)
      guard FileIdentity(of: RawPath(library.place.folder)) != target else {
        throw Failure(
          .usage, Self.what, shard, because: "it is the output itself",
          advice: "choose another output")
      }
      let known = first ?? library
      try Self.check(library, against: known.settings, of: known.place.folder)
      first = known
    }
    guard let first else { throw Failure(.usage, "can't merge", because: "no library is named") }
    writer = try LibraryWriter(output, settings: first.settings, classNames: first.classNames)
    overlays = try OverlayFolder(writer.folder)
    (self.shards, settings) = (shards, first.settings)
  }

  /// Opens a shard to which no batch writes.
  private static func open(_ shard: String) throws(Failure) -> ImageLibrary {
    let library = try ImageLibrary(reading: shard)
    if let holder = try LibraryLock.holder(of: library.folder) {
      throw Failure(
        .tryAgain, what, shard, because: "a batch is still writing to it (process \(holder))",
        advice: "wait until it has ended")
    }
    return library
  }

  private static func check(
    _ library: ImageLibrary, against settings: LibrarySettings, of first: String
  ) throws(Failure) {
    let differences = settings.differences(from: library.settings).joined(separator: ", ")
    guard differences.isEmpty else {
      throw Failure(
        .usage, what, library.place.folder,
        because: "its settings differ from those of '\(first)': \(differences)",
        advice: "merge libraries of equal settings")
    }
  }

  /// Merges; `progress` returns false to stop, which keeps the rows merged so far.
  package func run(progress: (Tally) -> Bool = { _ in true }) throws(Failure) -> Tally {
    var tally = Tally()
    for path in shards {
      let shard = try Self.open(path)
      try Self.check(shard, against: settings, of: shards[0])
      // Reads ids first, then rows in portions, so that no read transaction stays open.
      let identifiers = try shard.identifiers(LibraryQuery(order: []))
      for start in stride(from: 0, to: identifiers.count, by: Self.portion) {
        let end = min(start + Self.portion, identifiers.count)
        try unite(try shard.records(identifiers[start..<end]), of: shard, &tally)
        guard progress(tally) else {
          throw Failure(
            .interrupted, "the merge stopped after", "\(tally.rows) rows",
            because: "it was interrupted", advice: "run the same command to go on")
        }
      }
    }
    overlays.finish()
    try writer.finish()
    return tally
  }

  private func unite(
    _ records: [ImageRecord], of shard: ImageLibrary, _ tally: inout Tally
  ) throws(Failure) {
    var fresh: [ImageRecord] = []
    for record in records {
      tally.rows += 1
      if let known = try writer.record(of: record.path), !record.isBetter(than: known) { continue }
      if let overlay = record.answer?.overlay {
        try overlays.adopt(overlay, from: shard.folder)
        tally.overlays += 1
      }
      fresh.append(record)
    }
    tally.written += fresh.count
    if !fresh.isEmpty { try writer.write(fresh) }
  }

}

extension ImageRecord {
  /// True if this record replaces `other` of the same path.
  ///
  /// An answer wins over none, then the newer file, then the larger hash, so order does not matter.
  func isBetter(than other: ImageRecord) -> Bool {
    if (answer == nil) != (other.answer == nil) { return answer != nil }
    if modified != other.modified { return modified ?? .min > other.modified ?? .min }
    return (digest ?? []).hexadecimal > (other.digest ?? []).hexadecimal
  }
}
