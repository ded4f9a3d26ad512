import Foundation
import Library
import Support
import Testing

/// A library from a stranger changes nothing outside of the output, and is refused in one line.
@Suite struct HostileLibraryTests {
  /// Executes `sql` in a library's database with Python.
  private func execute(_ sql: String, in library: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1])
      database.executescript(sys.argv[2])
      database.commit()
      """
    process.arguments = ["python3", "-c", script, "\(library)/library.sqlite", sql]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// The failure of reading or summing up the library at `path`.
  private func failure(_ path: String) -> Failure? {
    do throws(Failure) {
      let library = try ImageLibrary(reading: path)
      _ = try library.records(LibraryQuery())
      _ = try LibrarySummary(library)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    "../.profile", "/etc/passwd", "overlays/../../x.png", "overlays/ab/../../x.png", "overlays",
    "overlays/ab/.x", "overlays/.parts/x", "overlays/AB/x.png", "library.sqlite", "",
  ])
  func aNameThatIsNoOverlayIsDamage(_ name: String) throws {
    #expect(OverlayName(name) == nil)
    let folder = try TemporaryLibrary()
    _ = try folder.library([TemporaryLibrary.record("/a")])
    let path = folder.path("library")
    try execute("UPDATE images SET overlay = '\(name)'", in: path)
    let reading = failure(path)
    #expect(reading?.status == .badData)
    let merging = #expect(throws: Failure.self) {
      try LibraryMerge([path], into: folder.path("all")).run()
    }
    #expect(merging?.status == .badData)
  }

  @Test func plainNamesAreOverlays() {
    #expect(OverlayName("overlays/3f/3fa9-00.jpg")?.text == "overlays/3f/3fa9-00.jpg")
  }

  @Test(arguments: [
    "CREATE VIEW v AS SELECT 1", "CREATE TABLE more (x)", "DROP INDEX images_class",
    "CREATE TRIGGER t AFTER INSERT ON images BEGIN DELETE FROM images; END",
    "ALTER TABLE images ADD COLUMN more", "UPDATE images SET probability = 'many'",
    "UPDATE images SET status = 1e300", "UPDATE images SET border = 5", "DROP TABLE classes",
    "UPDATE images SET predictions = '[[0,7,1]]'", "UPDATE images SET sha256 = x'00'",
    "UPDATE images SET path = x'2F00'", "UPDATE settings SET choices = '['",
    "UPDATE classes SET class_index = class_index + 100",
  ])
  func whatNoBatchWritesIsDamage(_ sql: String) throws {
    let folder = try TemporaryLibrary()
    _ = try folder.library([TemporaryLibrary.record("/a", truth: 0)])
    try execute(sql, in: folder.path("library"))
    let found = try #require(failure(folder.path("library")))
    #expect(found.status == .badData)
    #expect(!found.message.contains("SELECT") && !found.message.contains("CREATE"))
  }

  @Test func statisticsOfSQLiteAreNoDamage() throws {
    let folder = try TemporaryLibrary()
    _ = try folder.library([TemporaryLibrary.record("/a", truth: 0)])
    try execute("ANALYZE", in: folder.path("library"))
    #expect(failure(folder.path("library")) == nil)
  }

  /// The files in and around a victim's folder: number, links, size and content of each.
  private func facts(_ folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().map { name in
      let path = folder.appendingPathComponent(name)
      let facts = try FileManager.default.attributesOfItem(atPath: path.path)
      return "\(name) \(facts[.systemFileNumber] ?? 0) \(facts[.referenceCount] ?? 0) "
        + "\(facts[.modificationDate] ?? 0) \((try? Data(contentsOf: path)) ?? Data())"
    }
  }

  private static let links = [
    "overlays", "overlays/.parts", "overlays/ab", "library.lock", "library.sqlite",
    "library.sqlite-wal", "library.sqlite-shm", "library.sqlite-journal",
  ]

  @Test(arguments: links, [true, false])
  func linksAreNotFollowed(_ name: String, isSymbolic: Bool) throws {
    let folder = try TemporaryLibrary()
    let record = TemporaryLibrary.record("/a")
    _ = try folder.library([record])
    _ = try folder.library([TemporaryLibrary.skipped(Array("/b".utf8))], name: "other")
    let victim = folder.folder.appendingPathComponent("victim")
    try FileManager.default.createDirectory(at: victim, withIntermediateDirectories: true)
    let isFolder = name.hasPrefix("overlays")
    let file = victim.appendingPathComponent("x.png")
    try Data("mine".utf8).write(to: file)
    let place = folder.folder.appendingPathComponent("library/\(name)")
    try? FileManager.default.removeItem(at: place)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    if isSymbolic {
      try FileManager.default.createSymbolicLink(
        at: place, withDestinationURL: isFolder ? victim : file)
    } else if !isFolder {
      try FileManager.default.linkItem(at: file, to: place)
    }
    let before = try facts(victim)
    // As the output, and as a shard.
    for (shard, output) in [("other", "library"), ("library", "all")] {
      _ = try? LibraryMerge([folder.path(shard)], into: folder.path(output)).run()
    }
    #expect(try facts(victim) == before)
  }

  /// True if the database of the library in `library` has the path of its folder.
  private func storedPaths(_ library: String) throws -> Bool {
    let file = URL(fileURLWithPath: "\(library)/library/library.sqlite")
    return try Data(contentsOf: file).range(of: Data(library.utf8)) != nil
  }

  @Test func rowsOfANamingLibraryAreFoundAgainWhereTheLibraryIsMoved() throws {
    let folder = try TemporaryLibrary()
    let settings = LibrarySettings(
      TemporaryLibrary.settings.choices + [LibrarySettings.Setting("paths", "names")],
      notes: [LibrarySettings.Setting("weights-path", folder.path("one/weights.pth"))])
    try FileManager.default.createDirectory(
      atPath: folder.path("one"), withIntermediateDirectories: true)
    let writer = try folder.writer("one/library", settings: settings)
    try writer.write([TemporaryLibrary.record(folder.path("one/cat.jpg"))])
    try writer.finish()
    #expect(try !storedPaths(folder.path("one")))
    #expect(try writer.known(RawPath(folder.path("one/cat.jpg"))) != nil)
    try FileManager.default.moveItem(atPath: folder.path("one"), toPath: folder.path("two"))
    let moved = try ImageLibrary(reading: folder.path("two/library"))
    let real = try #require(RawPath(folder.path("two")).real)
    #expect(
      try moved.records(LibraryQuery()).map(\.path) == [real.appending(RawPath("cat.jpg"))])
    #expect(moved.settings["weights-path"] == real.appending(RawPath("weights.pth")).text)
  }

  @Test func conditionsOfSQLitesLimitsAreUsage() throws {
    let folder = try TemporaryLibrary()
    let library = try folder.library([TemporaryLibrary.record("/a")])
    for text in [
      Array(repeating: "index=1", count: 2000).joined(separator: " "),
      "index=" + Array(repeating: "1", count: 40000).joined(separator: "|"),
      "image~" + String(repeating: "x", count: 60000),
    ] {
      let filter = try LibraryFilter(parsing: text)
      let failure = #expect(throws: Failure.self) { try library.count(filter) }
      #expect(failure?.status == .usage)
    }
    let order = Array(repeating: LibraryOrder(.entropy), count: 3000)
    #expect(try library.records(LibraryQuery(order: order)).count == 1)
  }
}
