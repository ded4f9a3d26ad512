import Foundation
import Library
import Support
import Testing

/// What is found under folders and in lists.
@Suite struct ImageSourcesTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("effscope-sources-\(UUID().uuidString)")

  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]

  /// Makes a file in the folder; its name may be any bytes.
  private func make(_ name: [UInt8], _ bytes: [UInt8] = [1]) throws {
    let path = RawPath(folder.path).appending(RawPath(name))
    if let parent = path.folder.text {
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    }
    let descriptor = path.withCString { open($0, O_WRONLY | O_CREAT, 0o644) }
    #expect(descriptor >= 0)
    #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
  }

  private func make(_ name: String, _ bytes: [UInt8] = [1]) throws {
    try make(Array(name.utf8), bytes)
  }

  private func found(_ arguments: [String]) throws -> [[UInt8]] {
    let start = RawPath(folder.path).absolute.bytes.count + 1
    return try ImageSources(arguments).walk().map { Array($0.bytes.dropFirst(start)) }
  }

  private func names(_ arguments: [String]) throws -> [String] {
    try found(arguments).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func imagesAreFoundInAllFoldersInOrder() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try make("b.jpg")
    try make("a.PNG")
    try make("notes.txt")
    try make("table.csv", Self.png)
    try make("unnamed", Self.png)
    try make(".hidden.jpg")
    try make("z/y/c.webp")
    try make("m/d.jpeg")
    try make(".git/e.jpg")
    #expect(try names([folder.path]) == ["a.PNG", "b.jpg", "unnamed", "m/d.jpeg", "z/y/c.webp"])
    // A trailing slash and a folder in a folder change nothing.
    #expect(try names([folder.path + "/", folder.path + "/m"]).count == 5)
    let without = try ImageSources([folder.path])
      .walk(excluding: RawPath(folder.path + "/z/../z"))
    #expect(Array(without).count == 4)
  }

  @Test func linksThatGoRoundEnd() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try make("a/one.jpg")
    try make("b/two.jpg")
    let manager = FileManager.default
    for (link, target) in [("a/loop", ".."), ("a/b", "../b"), ("b/a", "../a"), ("self", "self")] {
      try manager.createSymbolicLink(
        atPath: folder.path + "/" + link, withDestinationPath: target)
    }
    try manager.createSymbolicLink(
      atPath: folder.path + "/gone.jpg", withDestinationPath: "nowhere.jpg")
    try manager.createSymbolicLink(
      atPath: folder.path + "/three.jpg", withDestinationPath: "b/two.jpg")
    #expect(try names([folder.path]) == ["gone.jpg", "three.jpg", "a/one.jpg", "b/two.jpg"])
  }

  @Test func theOverlaysOfALibraryAreNoPhotographs() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try make("a.jpg")
    try make("results/library.sqlite")
    try make("results/overlays/0a/0a1b.jpg")
    try make("overlays/b.jpg")
    #expect(try names([folder.path]) == ["a.jpg", "overlays/b.jpg"])
    #expect(try names([folder.path + "/results"]).isEmpty)
    // Named themselves, they are pictures as others.
    #expect(try names([folder.path + "/results/overlays"]) == ["results/overlays/0a/0a1b.jpg"])
  }

  @Test func otherFilesAreCounted() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try make("notes.txt")
    try make("sub/archive.zip")
    try make("sub/unknown", Array("neither this nor that".utf8))
    try make("sub/layers.psd")
    var walk = try ImageSources([folder.path]).walk()
    var found: [RawPath] = []
    while let path = walk.next() { found.append(path) }
    #expect(found.map { $0.name.printable } == ["layers.psd"])
    #expect(walk.others.count == 3)
    #expect(walk.others.first?.name.printable == "notes.txt")
  }

  @Test func namesAreBytes() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try make(Array("line\nbreak.jpg".utf8))
    try make([0xFF, 0xFE] + Array(".jpg".utf8))
    #expect(
      try found([folder.path]) == [
        Array("line\nbreak.jpg".utf8), [0xFF, 0xFE] + Array(".jpg".utf8),
      ])
    #expect(RawPath([0xFF, 0x0A]).printable == "\u{FFFD}\u{FFFD}")
  }

  @Test func listsHaveLinesOrZeros() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let start = RawPath(folder.path).absolute.printable
    try make("lines.txt", Array("\(start)/a.jpg\r\n\n\(start)/./b.png\n\(start)/c".utf8))
    #expect(try names([folder.path + "/lines.txt"]) == ["a.jpg", "b.png", "c"])
    try make("zeros", Array("\(start)/a\nb.jpg\0\(start)/c.jpg\0".utf8))
    #expect(try names([folder.path + "/zeros"]) == ["a\nb.jpg", "c.jpg"])
    // Longer than one reading.
    let many = (0..<5000).map { "\(start)/a-rather-long-name-\($0).jpg\n" }.joined()
    try make("many.txt", Array(many.utf8))
    #expect(try names([folder.path + "/many.txt"]).count == 5000)
    #expect(try names([folder.path + "/many.txt"]).last == "a-rather-long-name-4999.jpg")
  }

  @Test func whatIsNotThereIsSaidAtOnce() throws {
    let failure = #expect(throws: Failure.self) { try ImageSources([folder.path + "/none"]) }
    #expect(failure?.status == .noInput)
  }

  @Test func theKernelsTableTellsFileSystems() {
    let table = """
      24 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      31 24 0:41 / /home rw,relatime shared:2 master:1 - nfs4 server:/home rw,vers=4.2
      """
    #expect(NetworkFileSystem.type(of: 8 << 8 | 1, in: table) == "ext4")
    #expect(NetworkFileSystem.type(of: 41, in: table) == "nfs4")
    #expect(NetworkFileSystem.type(of: 42, in: table) == nil)
    #expect(NetworkFileSystem.isShared("nfs4"))
    #expect(!NetworkFileSystem.isShared("ext4"))
  }
}
