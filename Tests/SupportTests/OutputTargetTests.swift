import Foundation
import Support
import Testing

/// Outputs stay what they are: FIFOs, devices, links; folders, disks and terminals are refused.
@Suite struct OutputTargetTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("effscope-targets-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func kind(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  @Test func aFIFOGetsTheBytesAndStaysOne() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let fifo = path("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    // Opened first, so that the writer finds a reader.
    let reader = open(fifo, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try OutputFile.write([1, 2, 3], to: fifo, what: "can't save")
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(read(reader, &bytes, 8) == 3 && bytes.prefix(3) == [1, 2, 3])
    #expect(kind(fifo) == S_IFIFO)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["fifo"])
  }

  /// A node of the test's own, since a mistake would replace the machine's; only root can make it.
  @Test(.enabled(if: getuid() == 0)) func aDeviceGetsTheBytesAndStaysOne() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let null = path("null")
    // Major 1, minor 3 is /dev/null: https://www.kernel.org/doc/Documentation/admin-guide/devices.txt.
    guard mknod(null, S_IFCHR | 0o600, 1 << 8 | 3) == 0 else { return }
    try? OutputFile.write([1], to: null, what: "can't save")
    #expect(kind(null) == S_IFCHR)
    let part = path("part")
    try Data([1]).write(to: URL(fileURLWithPath: part))
    try? OutputFile.move(part, to: null, what: "can't save")
    #expect(kind(null) == S_IFCHR)
    // With a temporary name of its own nothing is followed, and a device is not replaced either.
    #expect(throws: Failure.self) {
      try OutputFile.write([1], to: null, by: path("b"), what: "can't save")
    }
    #expect(kind(null) == S_IFCHR)
  }

  @Test func aLinkIsFollowedAlsoToWhatIsNotThereYet() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      atPath: path("below"), withIntermediateDirectories: true)
    #expect(symlink("below/real", path("first")) == 0)
    #expect(symlink("first", path("second")) == 0)
    for bytes: [UInt8] in [[1], [2, 3]] {
      try OutputFile.write(bytes, to: path("second"), what: "can't save")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path("below/real"))) == Data(bytes))
    }
    #expect(kind(path("second")) == S_IFLNK && kind(path("first")) == S_IFLNK)
    #expect(symlink("circle", path("circle")) == 0)
    let failure = #expect(throws: Failure.self) {
      try OutputFile.write([1], to: path("circle"), what: "can't save")
    }
    #expect(failure?.status == .cannotCreate)
    #expect(kind(path("circle")) == S_IFLNK)
  }

  @Test func withATemporaryNameALinkIsReplacedAndItsTargetKept() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data([9]).write(to: URL(fileURLWithPath: path("victim")))
    #expect(symlink("victim", path("link")) == 0)
    try OutputFile.write([1], to: path("link"), by: path("part"), what: "can't save")
    #expect(kind(path("link")) == S_IFREG)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path("victim"))) == Data([9]))
  }

  @Test func foldersAndSocketsAreRefusedAndAModeIsKept() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let failure = #expect(throws: Failure.self) {
      try OutputFile.write([1], to: folder.path, what: "can't save")
    }
    #expect(failure?.message.contains("it is a folder") == true)
    try Data([1]).write(to: URL(fileURLWithPath: path("secret")))
    #expect(chmod(path("secret"), 0o600) == 0)
    try OutputFile.write([2], to: path("secret"), what: "can't save")
    var status = stat()
    #expect(stat(path("secret"), &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func leftoversOfAProgramWithThisNumberAreInNoOnesWay() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let left = path("a.\(getpid()).part")
    try Data([7]).write(to: URL(fileURLWithPath: left))
    try OutputFile.write([1], to: path("a"), what: "can't save")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path("a"))) == Data([1]))
    #expect(try Data(contentsOf: URL(fileURLWithPath: left)) == Data([7]))
  }

  @Test func namesOfAnyBytesAreWrittenAndReadBack() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = Array(folder.path.utf8) + Array("/n".utf8) + [0xFF, 0xFE, 0xC3]
    let name = String(escaping: bytes)
    #expect(name.rawBytes == bytes)
    try OutputFile.write([1, 2], to: name, what: "can't save")
    #expect(try InputFile.read(name, what: "can't read") == [1, 2])
    #expect(FileSystem.names(in: folder.path)?.map(\.rawBytes) == [[0x6E, 0xFF, 0xFE, 0xC3]])
    #expect(name.printable.hasSuffix("/n\u{FFFD}\u{FFFD}\u{FFFD}"))
    #expect(name.shellQuoted.hasSuffix("/n\\xff\\xfe\\xc3'"))
    #expect(JSON.string("\(name)").text().hasSuffix("/n\u{FFFD}\u{FFFD}\u{FFFD}\""))
  }

  @Test(arguments: [[], [0x61], [0xFF], [0xF4, 0x8F, 0xBA, 0x80], [0xC3, 0xA4, 0x80, 0xE2, 0x82]])
  func everyNameComesBackByteForByte(bytes: [UInt8]) {
    #expect(String(escaping: bytes).rawBytes == bytes)
    // Escaped text is text: it survives being encoded and escaped again.
    let once = String(escaping: bytes)
    #expect(RawPath(once).bytes == bytes)
  }
}
