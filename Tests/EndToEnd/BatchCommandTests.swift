import Foundation
import Testing

/// `effscope batch` over folders that are as bad as folders get, and `effscope library` over the result.
@Suite struct BatchCommandTests {
  /// What tells two libraries apart: everything but row numbers and times.
  private static let columns =
    "image,sha256,bytes,width,height,predictions,logit,entropy,truth,rank,correct,target,border,"
    + "border-share,area,map-minimum,map-maximum,map-sum,peak-row,peak-column,overlay,status,error"
  private static let options = ["--checkpoint", "random:7", "--quiet"]

  /// Copies of the samples under `photographs/CLASS/`.
  private func photographs(_ folder: TemporaryFolder, count: Int = 8) throws -> String {
    let samples = ["chelsea.png", "coffee.png", "rocket.jpg"]
    for number in 0..<count {
      let sample = samples[number % 3]
      let place = folder.url.appendingPathComponent(
        "photographs/\(number % 2 == 0 ? "Tabby_cat" : "3")")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: Program.photograph(sample), toPath: place.path + "/\(number)-\(sample)")
    }
    return folder.path("photographs")
  }

  private func batch(_ arguments: [String], environment: [String: String] = [:]) throws
    -> Program.Outcome
  {
    try Program.run(["batch"] + arguments + Self.options, environment: environment)
  }

  private func rows(_ library: String) throws -> String {
    let outcome = try Program.run(
      ["library", "query", library, "--columns", Self.columns, "--format", "csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  /// Names of all files of the library's overlays.
  private func overlays(_ library: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: library + "/overlays").sorted()
  }

  @Test func aFolderBecomesALibrary() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder)
    let outcome = try batch([images, "-o", folder.path("library"), "--truth", "folders"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("8 examined"))
    #expect(outcome.output.contains("accuracy: top-1"))
    let lines = try rows(folder.path("library")).split(separator: "\n")
    #expect(lines.count == 9)
    #expect(try overlays(folder.path("library")).filter { $0.hasSuffix(".jpg") }.count == 8)
    // Nothing half-written stays, and the database is one file that needs no other.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("library")).sorted()
        == ["library.lock", "library.sqlite", "overlays"])
    let again = try batch([images, "-o", folder.path("library"), "--truth", "folders"])
    #expect(again.status == 0)
    #expect(again.output.contains("0 examined, 8 there already"))
  }

  @Test func whatIsAskedOfALibraryIsAnswered() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder)
    let library = folder.path("library")
    let csv = folder.path("all.csv")
    let made = try batch([
      images, "-o", library, "--truth", "folders", "--export", csv, "--overlay-format", "png",
    ])
    #expect(made.status == 0, "\(made.errors)")
    #expect(try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n").count == 9)
    let labelled = try Program.run(
      ["library", "query", library, "--where", "truth=3 labelled=yes", "--format", "jsonl"])
    let objects = try labelled.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(objects.count == 4)
    #expect(objects.allSatisfy { ($0?["image"] as? String)?.contains("/3/") == true })
    let count = try Program.run(["library", "query", library, "--count", "--limit", "5"])
    #expect(count.output == "5\n")
    let plot = folder.path("reliability.png")
    let summary = try Program.run(
      ["library", "summary", library, "--format", "json", "--plot", plot])
    let object = try JSONSerialization.jsonObject(with: summary.outputData) as? [String: Any]
    #expect((object?["accuracy"] as? [String: Any])?["count"] as? Int == 8)
    #expect((object?["calibration"] as? [String: Any])?["expectedError"] as? Double != nil)
    #expect(try Data(contentsOf: URL(fileURLWithPath: plot)).count > 10_000)
    let wrong = try Program.run(["library", "query", library, "--where", "colour=red"])
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("there is no column 'colour'"))
  }

  @Test func badImagesAreRecordedAndSkipped() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder, count: 2)
    let png = try Data(contentsOf: URL(fileURLWithPath: Program.photograph("chelsea.png")))
    try Data().write(to: URL(fileURLWithPath: images + "/empty.png"))
    try png.prefix(20_000).write(to: URL(fileURLWithPath: images + "/cut.png"))
    try huge.write(to: URL(fileURLWithPath: images + "/huge.png"))
    try FileManager.default.createSymbolicLink(
      atPath: images + "/gone.jpg", withDestinationPath: "nowhere")
    try FileManager.default.createSymbolicLink(
      atPath: images + "/Tabby_cat/loop", withDestinationPath: "..")
    let outcome = try batch([images, "-o", folder.path("library")])
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("2 examined, 4 skipped"))
    let errors = outcome.errors.split(separator: "\n")
    #expect(errors.count == 4, "\(outcome.errors)")
    #expect(errors.allSatisfy { $0.hasPrefix("effscope: error: skipped: ") })
    #expect(outcome.errors.contains("20000×10000 pixels are more than the limit of 100 million"))
    let skipped = try Program.run([
      "library", "query", folder.path("library"), "--where", "skipped=yes", "--columns",
      "status,image", "--format", "csv",
    ])
    #expect(
      skipped.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] }
        == ["65", "65", "66", "65"])
    // Bad data stays bad; what was missing is looked for again.
    let again = try batch([images, "-o", folder.path("library")])
    #expect(again.status == 66)
    #expect(again.output.contains("0 examined, 1 skipped, 5 there already"))
  }

  /// A PNG that claims 200 million pixels and holds none.
  private var huge: Data {
    Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      + chunk("IHDR", [0, 0, 0x4E, 0x20, 0, 0, 0x27, 0x10, 8, 2, 0, 0, 0])
      + chunk("IDAT", [0x78, 0x01, 0x03, 0, 0, 0, 0, 1]) + chunk("IEND", [])
  }

  private func chunk(_ type: String, _ body: [UInt8]) -> Data {
    let checked = Array(type.utf8) + body
    var crc: UInt32 = ~0
    for byte in checked {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    let length = withUnsafeBytes(of: UInt32(body.count).bigEndian) { Data($0) }
    return length + Data(checked) + withUnsafeBytes(of: (~crc).bigEndian) { Data($0) }
  }

  @Test func namesThatAreNoTextAreExamined() throws {
    let folder = try TemporaryFolder()
    let target = Array(folder.path("images").utf8)
    mkdir(folder.path("images"), 0o755)
    let photograph = try Data(contentsOf: URL(fileURLWithPath: Program.photograph("rocket.jpg")))
    for name in [Array("new\nline.jpg".utf8), [0xFF, 0x1B] + Array("[2J.jpg".utf8)] {
      let path = (target + [0x2F] + name + [0]).map { CChar(bitPattern: $0) }
      let descriptor = open(path, O_WRONLY | O_CREAT, 0o644)
      let count = photograph.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      #expect(count == photograph.count)
      close(descriptor)
    }
    let outcome = try batch([folder.path("images"), "-o", folder.path("library")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let table = try Program.run(["library", "query", folder.path("library")])
    #expect(table.output.split(separator: "\n").count == 4)
    #expect(!table.output.contains("\u{1B}"))
    let again = try batch([folder.path("images"), "-o", folder.path("library")])
    #expect(again.output.contains("2 there already"))
  }

  @Test func shardsTogetherAreTheWhole() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder)
    #expect(try batch([images, "-o", folder.path("whole")]).status == 0)
    var shards: [String] = []
    for number in 1...3 {
      let shard = folder.path("shard-\(number)")
      // As Slurm tells its tasks, as Kubernetes its pods, and by hand.
      let environment =
        number == 1
        ? [
          "SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_MAX": "2",
          "SLURM_ARRAY_TASK_STEP": "1", "SLURM_ARRAY_TASK_COUNT": "3",
        ] : number == 2 ? ["JOB_COMPLETION_INDEX": "1", "JOB_COMPLETIONS": "3"] : [:]
      let outcome = try batch(
        [images, "-o", shard] + (number == 3 ? ["--shard", "3/3"] : []), environment: environment)
      #expect(outcome.status == 0, "\(outcome.errors)")
      shards.append(shard)
    }
    for _ in 0..<2 {
      let merged = try Program.run(["library", "merge", folder.path("merged")] + shards)
      #expect(merged.status == 0, "\(merged.errors)")
    }
    #expect(try rows(folder.path("merged")) == rows(folder.path("whole")))
    #expect(try overlays(folder.path("merged")) == overlays(folder.path("whole")))
  }

  @Test func otherSettingsAndSecondWritersAreRefused() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder, count: 2)
    let library = folder.path("library")
    #expect(try batch([images, "-o", library]).status == 0)
    let other = try batch([images, "-o", library, "--method", "grad-cam"])
    #expect(other.status == 64)
    #expect(other.errors.contains("method is cam there and grad-cam here"))
    let lock = open(library + "/library.lock", O_RDWR)
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let second = try batch([images, "-o", library])
    #expect(second.status == 75)
    #expect(second.errors.contains("another program is writing to it"))
    close(lock)
    #expect(try batch([images, "-o", folder.path("no/such/place")]).status == 73)
    #expect(try batch([folder.path("none"), "-o", library]).status == 66)
  }

  @Test func overlaysAreMarkedAndSettingsSaySo() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder, count: 1)
    let (plain, marked) = (folder.path("plain"), folder.path("marked"))
    #expect(try batch([images, "-o", plain]).status == 0)
    // An option that stands alone takes no image for its value.
    #expect(try batch(["--box", images, "--contour", "0.3,0.6", "-o", marked]).status == 0)
    let name = try #require(try overlays(marked).first { $0.hasSuffix(".jpg") })
    let (first, second) = (plain + "/overlays/" + name, marked + "/overlays/" + name)
    #expect(FileManager.default.contents(atPath: first) != nil)
    #expect(!FileManager.default.contentsEqual(atPath: first, andPath: second))
    let other = try batch([images, "-o", marked])
    #expect(other.status == 64)
    #expect(other.errors.contains("overlay-contours is 0.3,0.6 there and not set here"))
  }

  @Test func aLibraryIsBrowsedOnATerminalOnly() throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run(["library", "browse", folder.path("none")]).status == 66)
    #expect(
      try batch([try photographs(folder, count: 1), "-o", folder.path("library")]).status == 0)
    let outcome = try Program.run(["library", "browse", folder.path("library")])
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("not a terminal"))
  }

  @Test func aFolderThatChangesUnderneathIsFollowed() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder, count: 4)
    let library = folder.path("library")
    #expect(try batch([images, "-o", library]).status == 0)
    let before = try overlays(library)
    let changed = images + "/Tabby_cat/0-chelsea.png"
    try FileManager.default.removeItem(atPath: changed)
    try FileManager.default.copyItem(atPath: Program.photograph("coffee.png"), toPath: changed)
    try FileManager.default.removeItem(atPath: images + "/Tabby_cat/2-rocket.jpg")
    let again = try batch([images, "-o", library])
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.contains("1 examined, 2 there already"))
    // The row of what is gone stays; the overlay of what changed is another one.
    #expect(try rows(library).split(separator: "\n").count == 5)
    #expect(try overlays(library).filter { $0.hasSuffix(".jpg") }.count == 4)
    #expect(try overlays(library) != before)
    // An overlay that somebody removed is made again.
    let lost = try overlays(library).first { $0.hasSuffix(".jpg") } ?? ""
    try FileManager.default.removeItem(atPath: library + "/overlays/" + lost)
    #expect(try batch([images, "-o", library]).output.contains("1 examined"))
  }

  @Test func aBatchThatIsKilledLosesNothing() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder, count: 24)
    #expect(try batch([images, "-o", folder.path("whole")]).status == 0)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<8 {
      let process = Process()
      process.executableURL = Program.executable
      process.arguments = ["batch", images, "-o", folder.path("killed")] + Self.options
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32.random(in: 0..<300_000, using: &generator))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    #expect(try batch([images, "-o", folder.path("killed")]).status == 0)
    #expect(try rows(folder.path("killed")) == rows(folder.path("whole")))
    #expect(try overlays(folder.path("killed")) == overlays(folder.path("whole")))
  }

  @Test func ctrlCLeavesALibraryThatGoesOn() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder, count: 40)
    let process = Program.interruptible()
    process.arguments =
      (process.arguments ?? []) + ["batch", images, "-o", folder.path("library")] + Self.options
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning {
      let count = try Program.run(["library", "query", folder.path("library"), "--count"])
      if Int(count.output.filter(\.isNumber)) ?? 0 > 2 { break }
    }
    process.interrupt()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130 || text.contains("40 examined"))
    let rest = try batch([images, "-o", folder.path("library")])
    #expect(rest.status == 0)
    #expect(try rows(folder.path("library")).split(separator: "\n").count == 41)
  }

  @Test(.enabled(if: TinyDisk.isPossible)) func aFullDiskStopsTheBatchAndTheRestGoesOnLater() throws
  {
    let folder = try TemporaryFolder()
    let images = try photographs(folder, count: 24)
    let disk = try TinyDisk(folder.path("disk"), kilobytes: 700)
    let outcome = try batch([
      images, "-o", disk.path + "/library", "--overlay-size", "full", "--overlay-format", "png",
    ])
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains("space") || outcome.errors.contains("disk is full"))
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    try disk.grow(kilobytes: 100_000)
    let rest = try batch([
      images, "-o", disk.path + "/library", "--overlay-size", "full", "--overlay-format", "png",
    ])
    #expect(rest.status == 0, "\(rest.errors)")
    #expect(try rows(disk.path + "/library").split(separator: "\n").count == 25)
  }

  @Test(.enabled(if: TinyDisk.isPossible)) func whatCannotBeWrittenIsRefused() throws {
    let folder = try TemporaryFolder()
    let images = try photographs(folder, count: 2)
    let disk = try TinyDisk(folder.path("disk"), kilobytes: 20_000)
    let library = disk.path + "/library"
    #expect(try batch([images, "-o", library]).status == 0)
    try disk.forbidWriting()
    let refused = try batch([images, "-o", library])
    #expect(refused.status == 73, "\(refused.errors)")
    #expect(refused.errors.split(separator: "\n").count == 1)
    // A finished library is read where nothing can be written.
    #expect(try rows(library).split(separator: "\n").count == 3)
  }
}

/// A small file system in memory, where this process may mount one.
private final class TinyDisk {
  let path: String

  static let isPossible: Bool = {
    guard geteuid() == 0, let folder = try? TemporaryFolder(),
      let disk = try? TinyDisk(folder.path("disk"), kilobytes: 100)
    else { return false }
    return !disk.path.isEmpty
  }()

  init(_ path: String, kilobytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path])
  }

  func grow(kilobytes: Int) throws {
    try Self.run("/bin/mount", ["-o", "remount,size=\(kilobytes)k", path])
  }

  func forbidWriting() throws { try Self.run("/bin/mount", ["-o", "remount,ro", path]) }

  deinit { try? Self.run("/bin/umount", ["-l", path]) }

  private struct Refused: Error {}

  private static func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw Refused() }
  }
}
