import Foundation
import Support
import Testing

@Suite struct AtomicFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("effscope-files-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
  }

  @Test func aFileIsReplacedWhole() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a").path
    try AtomicFile.write([1, 2, 3], to: path)
    let file = try AtomicFile(at: path)
    try file.append([4])
    try file.append([5])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1, 2, 3]))
    try file.commit()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([4, 5]))
    #expect(try names == ["a"])
  }

  @Test func withoutCommitTheOldFileStays() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a").path
    try AtomicFile.write([1], to: path)
    do { try AtomicFile(at: path).append([9]) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1]))
    #expect(try names == ["a"])
  }

  @Test func theTemporaryPathCanBeChosen() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try AtomicFile(at: folder.path + "/a", by: folder.path + "/b")
    #expect(try names == ["b"])
    try file.commit()
    #expect(try names == ["a"])
  }

  @Test func aMissingFolderAndAFolderAtThePathAreDistinguished() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: AtomicFile.Problem.creation(ENOENT)) {
      try AtomicFile.write([1], to: folder.path + "/none/a")
    }
    let taken = folder.appendingPathComponent("taken").path
    try FileManager.default.createDirectory(
      atPath: taken + "/x", withIntermediateDirectories: true)
    #expect(throws: AtomicFile.Problem.creation(EISDIR)) {
      try AtomicFile.write([1], to: taken)
    }
    #expect(try names == ["taken"])
  }
}
