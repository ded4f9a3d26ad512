import Foundation
import Testing

/// Whatever is given: one line on standard error, the right exit code, nothing left behind.
@Suite struct BadInputTests {
  /// Runs `classify` on the file and expects `status` with one line that names it.
  private func expect(_ path: String, _ status: Int32, _ arguments: [String] = []) throws {
    let outcome = try Program.run(["classify", path] + arguments)
    #expect(outcome.status == status, "\(path): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("effscope: error: "), "\(outcome.errors)")
    #expect(outcome.errors.filter(\.isNewline).count == 1, "\(outcome.errors)")
  }

  @Test func imagesThatAreNone() throws {
    let folder = try TemporaryFolder()
    let png = try Data(contentsOf: URL(fileURLWithPath: Program.photograph("chelsea.png")))
    let jpeg = try Data(contentsOf: URL(fileURLWithPath: Program.photograph("rocket.jpg")))
    try expect(folder.path("missing.png"), 66)
    try expect(folder.url.path, 66)
    try expect(try folder.write("empty.png", Data()), 65)
    try expect(try folder.write("text.jpg", Data("not a picture".utf8)), 65)
    try expect(try folder.write("cut.png", png.prefix(png.count / 2)), 65)
    try expect(try folder.write("cut.jpg", jpeg.prefix(jpeg.count / 2)), 65)
    try expect(try folder.write("short.npy", Data("\u{93}NUMPY".utf8)), 65)
  }

  @Test func aNameCannotDriveTheTerminal() throws {
    let outcome = try Program.run(["classify", "/\u{1B}]0;title\u{07}\n.png"])
    #expect(outcome.status == 66)
    #expect(!outcome.errors.contains("\u{1B}"))
    #expect(outcome.errors.filter(\.isNewline).count == 1)
  }

  @Test func checkpointsThatAreNone() throws {
    let folder = try TemporaryFolder()
    let photograph = Program.photograph("coffee.png")
    let marker = folder.path("executed")
    // protocol 2; global os.system; call it with a command.
    let command = "touch \(marker)"
    let hostile =
      Data([0x80, 2]) + Data("cposix\nsystem\n".utf8) + Data([0x58])
      + withUnsafeBytes(of: UInt32(command.utf8.count).littleEndian) { Data($0) }
      + Data(command.utf8) + Data([0x85, 0x52, 0x2E])
    let cases: [(String, Int32)] = [
      (folder.path("missing.pth"), 66),
      (try folder.write("empty.pth", Data()), 65),
      (try folder.write("text.pth", Data("hello, weights".utf8)), 65),
      (try folder.write("hostile.pth", hostile), 65),
      ("random:seven", 64),
    ]
    for (checkpoint, status) in cases {
      let outcome = try Program.run(["classify", photograph, "--checkpoint", checkpoint])
      #expect(outcome.status == status, "\(checkpoint): \(outcome.errors)")
      #expect(outcome.errors.filter(\.isNewline).count == 1, "\(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: marker))
  }

  @Test func pipesAndDevicesInPlaceOfFiles() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let photograph = Program.photograph("coffee.png")
    for path in [pipe, "/dev/zero"] {
      try expect(photograph, 66, ["--checkpoint", path])
      try expect(photograph, 66, ["--checkpoint", "random:1", "--labels", path])
    }
  }

  /// The signal of a mapped file that was cut short, sent to a program that waits for its input.
  @Test func aFileThatIsCutShortEndsWithOneLine() throws {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = ["classify", "-", "--checkpoint", "random:1"]
    let input = Pipe()
    let errors = Pipe()
    process.standardInput = input
    process.standardError = errors
    try process.run()
    usleep(500_000)
    kill(process.processIdentifier, SIGBUS)
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
    #expect(process.terminationReason == .exit)
    let text = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.contains("it was cut short while it was in use"), "\(text)")
    #expect(text.filter(\.isNewline).count == 1)
  }

  @Test func aCheckpointOfAnotherVariantNamesTheOneItFits() throws {
    let store = try Program.run(["weights", "list", "--format", "json"])
    let rows = try #require(
      JSONSerialization.jsonObject(with: store.outputData) as? [[String: Any]])
    let lite1 = try #require(rows.first { $0["name"] as? String == "lite1" }?["path"] as? String)
    let outcome = try Program.run([
      "classify", Program.photograph("coffee.png"), "--variant", "lite0", "--checkpoint", lite1,
    ])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("lite1"), "\(outcome.errors)")
  }

  @Test func aFullDiskIsReportedAndLeavesNothing() throws {
    let outcome = try Program.run([
      "classify", Program.photograph("coffee.png"), "--save-logits", "/dev/full/logits.npy",
    ])
    #expect(outcome.status == 73)
  }

  @Test func theExplorerSaysWhyItCannotOpen() throws {
    // Standard output is a pipe here.
    let outcome = try Program.run(["explore", Program.photograph("coffee.png")])
    #expect(outcome.status == 69, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("effscope: error: "))
    #expect(outcome.errors.filter(\.isNewline).count == 1, "\(outcome.errors)")
    #expect(!outcome.output.contains("\u{1B}"))
  }
}
