import Support

/// Unites the libraries of several shards; doing it again changes nothing.
public struct LibraryMerge {
  /// What it did.
  public struct Tally: Hashable, Sendable {
    /// Rows that the shards have.
    public var rows = 0
    /// Rows that were written, because the result lacked them or had older ones.
    public var written = 0
    /// Overlays that were taken over.
    public var overlays = 0
  }

  private let writer: LibraryWriter
  private let overlays: OverlayFolder
  private let shards: [ImageLibrary]

  private static let portion = 512

  /// A merge of the libraries at `shards` into the one at `output`, which is made if it is not there.
  public init(_ shards: [String], into output: String) throws(Failure) {
    var libraries: [ImageLibrary] = []
    let target = RawPath(LibraryPlace(output).folder).absolute
    for shard in shards {
      let library = try ImageLibrary(reading: shard)
      guard RawPath(library.place.folder).absolute != target else {
        throw Failure(
          .usage, "can't merge the library", shard, because: "it is the output itself",
          advice: "choose another output")
      }
      if let holder = LibraryLock.holder(of: library.place) {
        throw Failure(
          .tryAgain, "can't merge the library", shard,
          because: "a batch is still writing to it (process \(holder))",
          advice: "wait until it has ended")
      }
      if let first = libraries.first { try Self.check(library, against: first) }
      libraries.append(library)
    }
    guard let first = libraries.first else {
      throw Failure(.usage, "can't merge", because: "no library is named")
    }
    writer = try LibraryWriter(output, settings: first.settings, classNames: first.classNames)
    overlays = try OverlayFolder(writer.place)
    self.shards = libraries
  }

  /// Unites them.
  ///
  /// `progress` is told the rows that are done, and ends it by answering false; what was
  /// united by then stays.
  public func run(progress: (Tally) -> Bool = { _ in true }) throws(Failure) -> Tally {
    var tally = Tally()
    for shard in shards {
      // Numbers first: rows are read in portions, and the reader is free between them.
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
      if let overlay = record.answer?.overlay, let source = shard.overlay(of: record) {
        try overlays.adopt(source, name: overlay)
        tally.overlays += 1
      }
      fresh.append(record)
    }
    tally.written += fresh.count
    if !fresh.isEmpty { try writer.write(fresh) }
  }

  private static func check(
    _ library: ImageLibrary, against first: ImageLibrary
  ) throws(Failure) {
    let differences = first.settings.differences(from: library.settings)
    guard differences.isEmpty else {
      throw Failure(
        .usage, "can't merge the library", library.place.folder,
        because: "its settings differ from those of '\(first.place.folder)': "
          + differences.joined(separator: ", "),
        advice: "merge libraries of equal settings")
    }
  }
}

extension ImageRecord {
  /// Whether it should replace `other` of the same path: an answer before none, the newer file before
  /// the older one, and for equal times the same one whichever came first.
  func isBetter(than other: ImageRecord) -> Bool {
    if (answer == nil) != (other.answer == nil) { return answer != nil }
    let mine = modified ?? .min
    let theirs = other.modified ?? .min
    if mine != theirs { return mine > theirs }
    return (digest ?? []).hexadecimal > (other.digest ?? []).hexadecimal
  }
}
