import Foundation

/// The built program, run as a person's shell would run it.
enum Program {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
    var outputData: Data
  }

  /// The package's top folder.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `.build/release/effscope`, which `make test` builds before the tests run.
  static let executable = root.appendingPathComponent(".build/release/effscope")

  /// A sample photograph's path.
  static func photograph(_ name: String) -> String {
    root.appendingPathComponent("Assets/\(name)").path
  }

  /// A process of the program that Ctrl-C reaches, whatever the test runner made of the signal for its children.
  static func interruptible() -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["--default-signal=INT", executable.path]
    return process
  }

  /// Runs the program to its end; standard input is empty unless given.
  static func run(
    _ arguments: [String], input: Data? = nil, environment: [String: String] = [:],
    folder: URL? = nil
  ) throws -> Outcome {
    guard FileManager.default.isExecutableFile(atPath: executable.path) else {
      throw MissingProgram(path: executable.path)
    }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = folder }
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    // A file, not a pipe: the program may end before it has read everything.
    let inputFile = try TemporaryFolder()
    let inputPath = inputFile.path("input")
    try (input ?? Data()).write(to: URL(fileURLWithPath: inputPath))
    process.standardInput = FileHandle(forReadingAtPath: inputPath)
    try process.run()
    let collected = Collector(errors.fileHandleForReading)
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = collected.wait()
    process.waitUntilExit()
    let wasKilled = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: wasKilled ? -process.terminationStatus : process.terminationStatus,
      output: String(decoding: outputData, as: UTF8.self),
      errors: String(decoding: errorData, as: UTF8.self), outputData: outputData)
  }
}

/// Says how to get the program that the tests need.
struct MissingProgram: Error, CustomStringConvertible {
  let path: String
  var description: String { "'\(path)' is not built; run 'make test'" }
}

/// Reads a pipe to its end on a thread of its own, so that two full pipes can't block each other.
private final class Collector: @unchecked Sendable {
  private var data = Data()
  private let done = DispatchSemaphore(value: 0)

  init(_ handle: FileHandle) {
    Thread.detachNewThread { [self] in
      data = handle.readDataToEndOfFile()
      done.signal()
    }
  }

  func wait() -> Data {
    done.wait()
    return data
  }
}

/// A folder that goes away with the test.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("effscope-test-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func write(_ name: String, _ data: Data) throws -> String {
    try data.write(to: url.appendingPathComponent(name))
    return path(name)
  }

  var contents: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}
