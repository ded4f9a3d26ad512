import ConfinementChecks
import Foundation
import Testing

/// Commands that read strangers' files are confined from their start.
@Suite struct ConfinementCommandTests {
  /// F_SETPIPE_SZ of Linux, which Glibc's module lacks.
  private static let setPipeSize: Int32 = 1031

  /// The lines of /proc/PID/status that tell of limits, once the filter is there or `seconds` are over.
  private func limits(of process: Process, seconds: Double = 20) -> [String: String] {
    var found: [String: String] = [:]
    let end = Date() + seconds
    while Date() < end, process.isRunning {
      let text =
        (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8))
        ?? ""
      for line in text.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        found[String(parts[0])] = parts.last?.trimmingCharacters(in: .whitespaces)
      }
      if found["Seccomp"] == "2" { break }
      usleep(20_000)
    }
    return found
  }

  /// Starts the program with its standard input held open; what it read from there has not come yet.
  private func limits(
    _ arguments: [String], environment: [String: String] = [:], output: Any? = nil
  ) throws -> [String: String] {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      // The test runner's threads block signals, and their children do.
      kill(process.processIdentifier, SIGKILL)
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
    return limits(of: process)
  }

  @Test(arguments: [
    ["classify", "-"], ["step", "-", "--layer", "stage2"], ["cam", "-"],
    ["compare", "-", "--methods", "cam,grad-cam"], ["evaluate", "-"], ["sanity", "-"],
    ["report", "-", "-o", "report.html"], ["batch", "-", "-o", "library"],
  ])
  func aCommandIsConfinedBeforeItReads(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let placed = arguments.map {
      ["report.html", "library"].contains($0) ? folder.path($0) : $0
    }
    let found = try limits(placed + ["--checkpoint", "random:1"])
    guard confinement_has_filter() != 0 else {
      #expect(try Program.run(["doctor"]).output.contains("not limited"))
      return
    }
    #expect(found["Seccomp"] == "2", "\(arguments)")
    #expect(found["NoNewPrivs"] == "1", "\(arguments)")
  }

  @Test func inspectionIsConfined() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("weights.safetensors")
    #expect(
      try Program.run(["weights", "convert", "random:1", file, "--variant", "b0"]).status == 0)
    // It stops where the reader of its output does not take more.
    let full = Pipe()
    _ = fcntl(full.fileHandleForWriting.fileDescriptor, Self.setPipeSize, 4096)
    let found = try limits(["weights", "inspect", file, "--format", "csv"], output: full)
    if confinement_has_filter() != 0 { #expect(found["Seccomp"] == "2") }
  }

  @Test func itCanBeTurnedOff() throws {
    let found = try limits(
      ["classify", "-", "--checkpoint", "random:1"], environment: ["EFFSCOPE_CONFINE": "off"])
    #expect(found["Seccomp"] != "2")
    let doctor = try Program.run(["doctor"], environment: ["EFFSCOPE_CONFINE": "off"])
    #expect(doctor.output.contains("turned off by EFFSCOPE_CONFINE"))
  }

  @Test func doctorSaysWhatAKernelLacks() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("output", Data())
    let output = try #require(FileHandle(forWritingAtPath: file))
    let status = confinement_run(
      Program.executable.path, "doctor", output.fileDescriptor, kernel_without_limits)
    #expect(status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let lines = text.split(separator: "\n").filter { $0.contains("not limited") }
    #expect(lines.count == 3, "\(text)")
  }

  /// A link from the photographs into a hidden folder of the home folder: one line, one skipped row.
  @Test func aDeniedFileIsOneLineAndOneRow() throws {
    let home = try TemporaryFolder()
    for name in ["photographs", ".private"] {
      try FileManager.default.createDirectory(
        at: home.url.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    for place in ["photographs/cat.png", ".private/secret.png"] {
      try FileManager.default.copyItem(
        atPath: Program.photograph("chelsea.png"), toPath: home.path(place))
    }
    try FileManager.default.createSymbolicLink(
      atPath: home.path("photographs/link.png"),
      withDestinationPath: home.path(".private/secret.png"))
    let outcome = try Program.run(
      [
        "batch", home.path("photographs"), "-o", home.path("library"), "--checkpoint", "random:1",
        "--quiet",
      ], environment: ["HOME": home.url.path])
    let rows = try Program.run(
      ["library", "query", home.path("library"), "--columns", "image,status", "--format", "csv"]
    ).output.split(separator: "\n").dropFirst()
    #expect(rows.count == 2)
    guard confinement_landlock_version() > 1 else {
      #expect(try Program.run(["doctor"]).output.contains("not limited"))
      #expect(outcome.status == 0)
      return
    }
    #expect(outcome.status != 0)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("link.png") && outcome.errors.contains("permission denied"))
    #expect(!rows.contains { $0.contains("link.png,0") })
  }

  @Test func aRefusedBatchLeavesNoFolder() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      [
        "batch", Program.photograph("chelsea.png"), "-o", folder.path("library"), "--checkpoint",
        folder.path("none.pth"), "--quiet",
      ])
    #expect(outcome.status == 66)
    #expect(try folder.contents.isEmpty)
  }
}
