import Glibc
internal import Subprocess
import Support

/// Downloads one file with the `curl` program into a partial file, which it resumes.
///
/// curl handles proxies, certificates and redirects. The program is used, not its library, because
/// loading the library would slow down every start. Progress is the size of the partial file.
struct Download: Sendable {
  /// Address of the file.
  let address: String
  /// Path of the partial file, which is kept when the transfer fails.
  let part: String
  /// Largest accepted file size in bytes.
  var sizeLimit = 8 << 30
  var retries = RetryPolicy()
  /// The access to a hub; nil for other servers.
  var hub: HubAccess?
  let poller: CancellationPoller

  /// Size of the partial file in bytes.
  private var kept: Int { Folder.status(part)?.size ?? 0 }
  private var headers: String { part + ".headers" }

  /// Downloads the whole file; throws a `CheckpointError`, mostly `transfer` with the reason.
  func run(report: (PullStep) -> Void) async throws(CheckpointError) {
    let scheme = address.prefix { $0 != ":" }.lowercased()
    guard ["https", "http"].contains(scheme), address.contains("://"),
      !address.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F })
    else { throw .download(.address(address)) }
    defer { unlink(headers) }
    report(.fetching(place))
    var failures = 0
    var restarts = 0
    for _ in 0..<retries.limit {
      let before = kept
      switch try await attempt(report) {
      case .complete: return
      case .restart:
        restarts += 1
        try Folder.remove(part)
        guard restarts <= 2 else {
          throw .download(
            .temporary(place: place, reason: "it can't be resumed", attempts: restarts))
        }
      case .retry(let reason, let asked):
        failures = kept > before ? 1 : failures + 1
        guard failures < retries.attempts else {
          throw .download(.temporary(place: place, reason: reason, attempts: failures))
        }
        let seconds = min(retries.longest, asked ?? retries.delay(after: failures))
        report(.retrying(reason: reason, seconds: seconds))
        await poller.sleep(seconds: seconds)
      }
    }
    throw .download(
      .temporary(place: place, reason: "the connection broke repeatedly", attempts: retries.limit))
  }

  /// The address without user name and password.
  var place: String {
    guard let start = address.firstRange(of: "://")?.upperBound else { return address }
    let host = address[start...].prefix { $0 != "/" }
    guard let at = host.lastIndex(of: "@") else { return address }
    return String(address[..<start] + address[address.index(after: at)...])
  }

  private enum Outcome {
    case complete
    /// The partial file can't be resumed.
    case restart
    /// A temporary failure; `after` is the delay in seconds that the server asked for.
    case retry(String, after: Double?)
  }

  private func attempt(_ report: (PullStep) -> Void) async throws(CheckpointError) -> Outcome {
    guard !poller.isCancelled() else { throw .download(.interrupted(kept: kept)) }
    unlink(headers)
    var rate = DownloadRate()
    let (arguments, settings) = (arguments, hub?.curlSettings(for: address) ?? "")
    let result = await poller.run {
      await Result {
        try await Subprocess.run(
          .name("curl"), arguments: Arguments(arguments), input: .string(settings),
          output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
      }
    } tick: {
      rate.add(kept, at: CancellationPoller.now)
      let total = ResponseHeaders(file: headers)?.total
      report(.receiving(DownloadProgress(received: kept, total: total, rate: rate.bytesPerSecond)))
    }
    guard !poller.isCancelled() else { throw .download(.interrupted(kept: kept)) }
    guard case .success(let done) = result else { throw .missingProgram("curl") }
    switch done.terminationStatus {
    case .exited(let code):
      return try outcome(
        code, said: done.standardError, response: ResponseHeaders(file: headers))
    case .signaled: throw .download(.interrupted(kept: kept))
    }
  }

  private var arguments: [String] {
    let schemes = address.lowercased().hasPrefix("http:") ? "=http,https" : "=https"
    return [
      "--disable", "--silent", "--show-error", "--fail", "--location", "--max-redirs", "10",
      "--proto", schemes, "--proto-redir", schemes, "--globoff", "--continue-at", "-",
      "--connect-timeout", "20", "--speed-limit", "1", "--speed-time", retries.stallSeconds,
      "--max-filesize", String(sizeLimit), "--user-agent", "effscope", "--dump-header", headers,
      "--config", "-", "--output", part, "--url", address,
    ]
  }

  /// Maps curl's exit code (curl(1), EXIT CODES) to an outcome.
  private func outcome(
    _ code: Int32, said: String, response: ResponseHeaders?
  ) throws(CheckpointError) -> Outcome {
    let reason = Self.reason(said)
    switch code {
    case 0: return .complete
    case 3: throw .download(.address(address))
    case 1:
      throw .download(.insecure(place: place, reason: "it leads to an address without encryption"))
    case 5, 6, 7, 47: throw .download(.unreachable(place: place, reason: reason))
    case 22: return try refusal(response, reason)
    case 23: throw .download(.unsaved(path: part))
    case 33, 36: return .restart
    case 35, 51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91:
      throw .download(.insecure(place: place, reason: reason))
    case 63:
      throw .tooLarge("download", size: "more than \(sizeLimit) bytes", limit: sizeLimit)
    default: return .retry(reason, after: nil)
    }
  }

  /// Maps an HTTP error status to an outcome.
  private func refusal(
    _ response: ResponseHeaders?, _ reason: String
  ) throws(CheckpointError) -> Outcome {
    let status = response?.status ?? 0
    if let hub, (400...499).contains(status), ![408, 416, 425, 429].contains(status) {
      throw .download(.hub(HubRefusal(hub, status: status, code: response?.errorCode)))
    }
    switch status {
    case 404, 410: throw .download(.absent(place: place, status: status))
    case 416: return .restart
    case 408, 425, 429, 500...599: return .retry("status \(status)", after: response?.retryAfter)
    case 0: return .retry(reason, after: nil)
    default: throw .download(.refused(place: place, status: status))
    }
  }

  /// curl's last error line without its prefix `curl: (6) `.
  private static func reason(_ said: String) -> String {
    let line = said.split(separator: "\n").last.map(String.init) ?? "no reason given"
    guard line.hasPrefix("curl: ("), let end = line.firstRange(of: ") ")?.upperBound else {
      return line
    }
    return String(line[end...])
  }
}

/// The number of retries of a failed transfer and the delays between them.
struct RetryPolicy: Hashable, Sendable {
  /// Maximum of consecutive attempts without new bytes.
  var attempts = 5
  /// Maximum of attempts in total.
  var limit = 60
  /// Delay before the second attempt in seconds; it doubles with each further attempt.
  var first = 0.5
  /// Longest delay in seconds, also if the server asks for more.
  var longest = 30.0
  /// Seconds without data after which curl closes the connection.
  var stallSeconds = "30"

  func delay(after failures: Int) -> Double {
    min(longest, first * Double(1 << min(failures - 1, 16)))
  }
}

extension Result where Failure == any Error {
  /// The result of `body`.
  fileprivate init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
