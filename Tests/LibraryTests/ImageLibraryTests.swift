import Foundation
import Library
import Support
import Testing

/// What is written to a library is read from it, whole and in the order asked for.
@Suite struct ImageLibraryTests {
  private func records() -> [ImageRecord] {
    [
      TemporaryLibrary.record("/p/c.jpg", class: 1, probability: 0.9, entropy: 0.5, truth: 1),
      TemporaryLibrary.record("/p/a.jpg", class: 3, probability: 0.3, entropy: 2.5, truth: 2),
      TemporaryLibrary.record("/p/b_1.jpg", class: 1, probability: 0.6, border: true),
      TemporaryLibrary.record("/p/b21.jpg", class: 2, probability: 0.3, truth: 0, rank: 7),
      TemporaryLibrary.skipped(Array("/p/".utf8) + [0xFF, 0x0A, 0x1B]),
    ]
  }

  private func names(_ library: ImageLibrary, _ filter: String, sort: String = "image") throws
    -> [String]
  {
    let query = LibraryQuery(
      filter: try LibraryFilter(parsing: filter), order: try LibraryOrder.parsing(sort))
    let found = try library.records(query).map(\.name)
    #expect(try library.count(query.filter) == found.count)
    return found.map { String($0.dropFirst(3)) }
  }

  @Test func recordsComeBackAsTheyWereWritten() throws {
    let folder = try TemporaryLibrary()
    let library = try folder.library(records())
    let found = try library.records(try library.identifiers(LibraryQuery(order: [])))
    #expect(found.count == 5)
    for (found, written) in zip(found, records()) {
      var expected = written
      expected.id = found.id
      #expect(found == expected)
    }
    #expect(library.settings == TemporaryLibrary.settings)
    #expect(library.settings["checkpoint"] == "lite0.pth")
    #expect(library.classNames.names == TemporaryLibrary.classNames.names)
  }

  @Test func filtersLetThroughWhatTheySay() throws {
    let folder = try TemporaryLibrary()
    let library = try folder.library(records())
    #expect(
      try names(library, "") == [
        "a.jpg", "b21.jpg", "b_1.jpg", "c.jpg", "\u{FFFD}\u{FFFD}\u{FFFD}",
      ])
    #expect(try names(library, "class=1") == ["b_1.jpg", "c.jpg"])
    #expect(try names(library, "class=tabby") == ["b_1.jpg", "c.jpg"])
    // A whole name wins over names that contain it.
    #expect(try names(library, "class=cat") == [])
    #expect(try names(library, "class=\"tabby cat\"|dog") == ["b21.jpg", "b_1.jpg", "c.jpg"])
    #expect(try names(library, "class!=tabby") == ["a.jpg", "b21.jpg"])
    #expect(try names(library, "confidence<50%") == ["a.jpg", "b21.jpg"])
    #expect(try names(library, "confidence>=0.6,entropy<1") == ["c.jpg"])
    #expect(try names(library, "probability=0.3|0.9") == ["a.jpg", "b21.jpg", "c.jpg"])
    #expect(try names(library, "correct=yes") == ["c.jpg"])
    #expect(try names(library, "correct=no") == ["a.jpg", "b21.jpg"])
    #expect(try names(library, "correct=no and top5=yes") == ["a.jpg"])
    #expect(try names(library, "labelled=no skipped=no") == ["b_1.jpg"])
    #expect(try names(library, "border=yes") == ["b_1.jpg"])
    #expect(try names(library, "truth=dog") == ["a.jpg"])
    #expect(try names(library, "error=yes") == ["\u{FFFD}\u{FFFD}\u{FFFD}"])
    #expect(try names(library, "status=65").count == 1)
    // In texts, SQL's own wildcards are letters like others.
    #expect(try names(library, "image~B_1") == ["b_1.jpg"])
    #expect(try names(library, "image~%") == [])
    #expect(try names(library, "sha256=0808 modified>1600000000000000000").count == 2)
    #expect(try names(library, "modified>1800000000000000000").isEmpty)
  }

  @Test func ordersPutImagesWithoutAValueLast() throws {
    let folder = try TemporaryLibrary()
    let library = try folder.library(records())
    let last = "\u{FFFD}\u{FFFD}\u{FFFD}"
    #expect(
      try names(library, "", sort: "probability")
        == ["a.jpg", "b21.jpg", "b_1.jpg", "c.jpg", last])
    #expect(
      try names(library, "", sort: "confidence:desc,image:desc")
        == ["c.jpg", "b_1.jpg", "b21.jpg", "a.jpg", last])
    let page = try library.records(LibraryQuery(limit: 2, offset: 1))
    #expect(page.map(\.name) == ["/p/b21.jpg", "/p/b_1.jpg"])
  }

  @Test func aPathHasOneRecord() throws {
    let folder = try TemporaryLibrary()
    let writer = try folder.writer()
    try writer.write([TemporaryLibrary.record("/p/a.jpg", class: 0)])
    try writer.write([TemporaryLibrary.record("/p/a.jpg", class: 2)])
    // A reader sees committed rows while the writer is open.
    let library = try ImageLibrary(reading: folder.path("library") + "/library.sqlite")
    #expect(try library.count() == 1)
    #expect(try library.records(LibraryQuery()).first?.answer?.target == 2)
    #expect(try writer.known(RawPath("/p/a.jpg"))?.byteCount == 1000)
    #expect(try writer.known(RawPath("/p/b.jpg")) == nil)
  }

  @Test func aSecondWriterIsRefused() throws {
    let folder = try TemporaryLibrary()
    let writer = try folder.writer()
    let failure = #expect(throws: Failure.self) { try folder.writer() }
    #expect(failure?.status == .tryAgain)
    #expect(failure?.message.contains("process \(getpid())") == true)
    try writer.finish()
  }

  @Test func otherSettingsAreRefusedByName() throws {
    let folder = try TemporaryLibrary()
    _ = try folder.library([])
    let other = LibrarySettings([
      LibrarySettings.Setting("variant", "lite0"), LibrarySettings.Setting("method", "grad-cam"),
      LibrarySettings.Setting("seed", "1"),
    ])
    let failure = #expect(throws: Failure.self) { try folder.writer(settings: other) }
    #expect(failure?.status == .usage)
    #expect(
      failure?.message.contains(
        "method is cam there and grad-cam here, seed is not set there and 1 here") == true)
  }

  @Test func whatIsNoLibraryIsRefused() throws {
    let folder = try TemporaryLibrary()
    #expect(
      #expect(throws: Failure.self) { try ImageLibrary(reading: folder.path("none")) }?.status
        == .noInput)
    let place = folder.folder.appendingPathComponent("library")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Data("not a database, but long enough to be looked at as if it were one".utf8)
      .write(to: place.appendingPathComponent("library.sqlite"))
    let failure = #expect(throws: Failure.self) { try ImageLibrary(reading: place.path) }
    #expect(failure?.status == .badData)
    #expect(#expect(throws: Failure.self) { try folder.writer() }?.status == .badData)
  }
}
