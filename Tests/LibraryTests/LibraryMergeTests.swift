import Foundation
import Library
import Support
import Testing

/// Shards become one library, however often and in whatever order they are united.
@Suite struct LibraryMergeTests {
  private func rows(_ library: ImageLibrary) throws -> [ImageRecord] {
    try library.records(LibraryQuery()).map { record in
      var record = record
      record.id = 0
      return record
    }
  }

  /// A record with an overlay file beside the library called `name`.
  private func record(
    _ path: String, in folder: TemporaryLibrary, _ name: String, class index: Int = 0
  ) throws -> ImageRecord {
    var record = TemporaryLibrary.record(path, class: index)
    let overlay = "overlays/ab/\(path.dropFirst()).png"
    record.answer?.overlay = OverlayName(overlay)
    let file = folder.folder.appendingPathComponent("\(name)/\(overlay)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(path.utf8).write(to: file)
    return record
  }

  @Test func unitingIsIdempotent() throws {
    let folder = try TemporaryLibrary()
    let first = [
      try record("/a", in: folder, "one"), try record("/c", in: folder, "one", class: 2),
    ]
    let second = [try record("/b", in: folder, "two"), TemporaryLibrary.skipped([0x2F, 0xFF])]
    _ = try folder.library(first, name: "one")
    _ = try folder.library(second, name: "two")
    let shards = [folder.path("one"), folder.path("two")]
    let tally = try LibraryMerge(shards, into: folder.path("all")).run()
    #expect(tally.rows == 4 && tally.written == 4 && tally.overlays == 3)
    let merged = try rows(try ImageLibrary(reading: folder.path("all")))
    #expect(
      merged.map(\.path.bytes) == [[0x2F, 0x61], [0x2F, 0x62], [0x2F, 0x63], [0x2F, 0xFF]])
    #expect(Set(merged) == Set(first + second))
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder.path("all/overlays/ab/b.png")))
        == Data("/b".utf8))
    let again = try LibraryMerge(shards.reversed(), into: folder.path("all")).run()
    #expect(again.rows == 4 && again.written == 0)
    #expect(try rows(try ImageLibrary(reading: folder.path("all"))) == merged)
  }

  @Test func anAnswerReplacesASkippedImageInAnyOrder() throws {
    let folder = try TemporaryLibrary()
    let answered = try record("/a", in: folder, "one")
    _ = try folder.library([answered], name: "one")
    _ = try folder.library([TemporaryLibrary.skipped(Array("/a".utf8))], name: "two")
    for (index, order) in [["one", "two"], ["two", "one"]].enumerated() {
      let output = folder.path("all-\(index)")
      _ = try LibraryMerge(order.map(folder.path), into: output).run()
      #expect(try rows(try ImageLibrary(reading: output)) == [answered])
    }
  }

  @Test func differentSettingsAreNotUnited() throws {
    let folder = try TemporaryLibrary()
    _ = try folder.library([], name: "one")
    let other = try folder.writer(
      "two", settings: LibrarySettings([LibrarySettings.Setting("variant", "b0")]))
    try other.finish()
    let failure = #expect(throws: Failure.self) {
      try LibraryMerge([folder.path("one"), folder.path("two")], into: folder.path("all"))
    }
    #expect(failure?.status == .usage || failure?.status == .tryAgain)
    #expect(
      #expect(throws: Failure.self) {
        try LibraryMerge([folder.path("one")], into: folder.path("one"))
      }?.status == .usage)
  }

  @Test func aShardThatIsWrittenToIsRefused() throws {
    let folder = try TemporaryLibrary()
    let writer = try folder.writer("one")
    let failure = #expect(throws: Failure.self) {
      try LibraryMerge([folder.path("one")], into: folder.path("all"))
    }
    #expect(failure?.status == .tryAgain)
    try writer.finish()
  }
}
