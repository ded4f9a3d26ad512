import Confinement
import Foundation
import Support
import Testing

@Suite struct FileAccessTests {
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init(_ files: [String]) throws {
      for file in files {
        let place = url.appendingPathComponent(file)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data([1]).write(to: place)
      }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: path(name), withDestinationPath: path(target))
    }
  }

  private func use(_ path: String, _ access: FileAccess) -> FileUse? {
    access.uses[RawPath(path)]
  }

  @Test func anImageIsReadAlone() throws {
    let folder = try Folder(["a.png", "b.png"])
    var access = FileAccess()
    access.read(folder.path("a.png"))
    access.read("-")
    #expect(access.uses == [RawPath(folder.path("a.png")): .read])
  }

  @Test func filesBesideACheckpointAreRead() throws {
    let folder = try Folder(["blobs/one", "snapshots/x/model.safetensors"])
    try folder.link("snapshots/x/config.json", to: "blobs/one")
    var access = FileAccess()
    access.readBeside(folder.path("snapshots/x/model.safetensors"))
    #expect(use(folder.path("snapshots/x"), access) == .read)
    #expect(use(folder.path("snapshots/x/config.json"), access) == .read)
    #expect(use(folder.path("blobs"), access) == nil)
  }

  @Test func anOutputIsMadeBesideItsPlace() throws {
    let folder = try Folder(["old/a.png", "out/b.png"])
    try folder.link("link.png", to: "old/a.png")
    var access = FileAccess()
    access.write(folder.path("out/new.png"))
    access.write(folder.path("link.png"))
    access.write(nil)
    #expect(use(folder.path("out"), access) == .write)
    #expect(use(folder.path("old"), access) == .write)
    // A link that leads to nothing yet.
    try folder.link("dangling.png", to: "new/c.png")
    access.write(folder.path("dangling.png"))
    #expect(use(folder.path("new"), access) == .write)
  }

  @Test func nothingIsWrittenBesideADevice() {
    var access = FileAccess()
    access.write("/dev/null")
    #expect(access.uses == [RawPath("/dev/null"): .write])
  }

  @Test func aFolderForOutputIsMadeAndRemovedIfItStaysEmpty() throws {
    let folder = try Folder(["a"])
    var access = FileAccess()
    access.write(below: folder.path("library"))
    #expect(use(folder.path("library"), access) == .write)
    #expect(use(folder.url.path, access) == .clear)
    ProcessConfinement.removeEmpty(access)
    #expect(!FileManager.default.fileExists(atPath: folder.path("library")))
    // What was there, or holds something, stays.
    var other = FileAccess()
    other.write(below: folder.path("kept"))
    try Data([1]).write(to: URL(fileURLWithPath: folder.path("kept/file")))
    ProcessConfinement.removeEmpty(other)
    #expect(FileManager.default.fileExists(atPath: folder.path("kept/file")))
  }

  @Test func foldersOfTheUserAreMadeWithThoseAroundThem() throws {
    let folder = try Folder(["a"])
    var access = FileAccess()
    access.write(belowOwn: folder.path("cache/effscope/features"))
    #expect(use(folder.path("cache/effscope/features"), access) == .write)
    #expect(use(folder.path("cache"), access) == nil)
  }

  /// The hidden folders of the home folder stay closed to commands that follow lists and links.
  @Test func wideReadingLeavesOutWhatIsPrivate() throws {
    let home = try #require(ProcessInfo.processInfo.environment["HOME"])
    var access = FileAccess()
    access.readWidely(for: [])
    for path in ["/", home, home + "/.ssh", "/proc", "/sys", "/dev", "/run"] {
      #expect(use(path, access) == nil, "\(path)")
    }
    #expect(use("/usr", access) == .read)
    #expect(!access.uses.keys.contains { $0.printable.hasPrefix(home + "/.") })
    access.readWidely(for: [home + "/.cache/photographs"])
    #expect(use(home + "/.cache", access) == .read)
  }

  @Test func aProgramIsStartedWithItsLoader() {
    var access = FileAccess()
    #expect(!access.startsProgram)
    access.start("/usr/bin/true")
    #expect(access.startsProgram)
    #expect(use("/usr/bin/true", access) == .run)
    #expect(access.uses.values.filter { $0 == .run }.count == 2)
  }
}
