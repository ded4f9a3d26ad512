import Glibc
import Support

/// Downloads one file with the `curl` program into a partial file, which it resumes.
///
/// curl handles proxies, certificates and redirects. The program is used, not its library, because
/// loading the library would slow down every start. Progress is the size of the partial file.
struct Download: Sendable {
  /// Address of the file.
  let address: WebAddress
  /// Path of the partial file, which is kept when the transfer fails.
  let part: String
  /// Largest accepted file size in bytes.
  let sizeLimit: Int
  var retries = RetryPolicy()
  /// The access to a hub; nil for other servers.
  var hub: HubAccess?
  let poller: CancellationPoller

  /// A download from `address`; throws `download(.address)` if it is no http or https address.
  init(
    _ address: String, to part: String, sizeLimit: Int, hub: HubAccess? = nil,
    poller: CancellationPoller
  ) throws(CheckpointError) {
    guard let found = WebAddress(address) else {
      throw .download(.address(WebAddress.withoutSecrets(address)))
    }
    (self.address, self.part, self.sizeLimit) = (found, part, sizeLimit)
    (self.hub, self.poller) = (hub, poller)
  }

  /// Size of the partial file in bytes.
  private var kept: Int { Folder.status(part)?.size ?? 0 }
  private var place: String { address.shown }

  /// Downloads the whole file; throws a `CheckpointError`, mostly `transfer` with the reason.
  func run(report: (PullStep) -> Void) async throws(CheckpointError) {
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
        failures = kept - before >= RetryPolicy.progress ? 1 : failures + 1
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

  private enum Outcome {
    case complete
    /// The partial file can't be resumed.
    case restart
    /// A temporary failure; `after` is the delay in seconds that the server asked for.
    case retry(String, after: Double?)
  }

  private func attempt(_ report: (PullStep) -> Void) async throws(CheckpointError) -> Outcome {
    guard !poller.isCancelled() else { throw .download(.interrupted(kept: kept)) }
    // A part of this size would not grow, and curl would be killed for a byte more.
    guard kept <= sizeLimit else { return .restart }
    // The kernel holds the limit, since curl does not know how long a chunked answer will be.
    let curl = ChildProcess(
      arguments, input: address.curlSetting + (hub?.curlSettings(for: address.text) ?? ""),
      largestFile: sizeLimit)
    var rate = DownloadRate()
    let start = CancellationPoller.now
    var isSilent = false
    let before = kept
    let end = await poller.run {
      await curl.run()
    } tick: {
      let now = CancellationPoller.now
      rate.add(kept, at: now)
      let total = ResponseHeaders(curl.output)?.total
      if kept == before, total == nil, now - start > retries.answerSeconds {
        isSilent = true
        curl.stop()
      }
      report(.receiving(DownloadProgress(received: kept, total: total, rate: rate.bytesPerSecond)))
    }
    guard !poller.isCancelled() else { throw .download(.interrupted(kept: kept)) }
    let response = ResponseHeaders(curl.output)
    switch end {
    case .exited(let code): return try outcome(code, said: curl.errors, response: response)
    case .killed(by: SIGXFSZ):
      // The user's own limit (ulimit -f) may be the smaller one.
      guard kept >= sizeLimit else { throw .download(.unsaved(path: part)) }
      throw try exceeded()
    case .killed where isSilent:
      let seconds = NumberText.fixed(retries.answerSeconds, 0)
      return .retry("no answer within \(seconds) seconds", after: nil)
    case .killed: throw .download(.interrupted(kept: kept))
    case .tooTalkative: throw .download(.wrongAnswer(place: place, reason: .endlessHeaders))
    case .notStarted(ENOENT): throw .missingProgram("curl")
    case .notStarted(let code):
      throw .commandFailed("curl", status: code, message: Support.reason(code))
    }
  }

  /// The address and the token are not among the arguments, which every user of the machine can read.
  private var arguments: [String] {
    let schemes = address.isEncrypted ? "=https" : "=http,https"
    return [
      "curl", "--disable", "--silent", "--show-error", "--fail", "--location", "--max-redirs",
      String(RetryPolicy.redirects), "--proto", schemes, "--proto-redir", schemes, "--globoff",
      "--continue-at", "-", "--connect-timeout", "20", "--speed-limit", retries.lowestRate,
      "--speed-time", retries.stallSeconds, "--max-filesize", String(sizeLimit), "--user-agent",
      "effscope", "--dump-header", "-", "--output", part, "--config", "-",
    ]
  }

  /// Removes the part and returns the failure that it is too long.
  private func exceeded() throws(CheckpointError) -> CheckpointError {
    try Folder.remove(part)
    return .download(.tooLong(place: place, limit: sizeLimit))
  }

  /// Maps curl's exit code (curl(1), EXIT CODES) to an outcome.
  private func outcome(
    _ code: Int32, said: String, response: ResponseHeaders?
  ) throws(CheckpointError) -> Outcome {
    let reason = Self.reason(said)
    switch code {
    case 0: return .complete
    case 3: throw .download(.address(place))
    case 1:
      // Both a scheme that is not allowed and an answer without a status line.
      guard let scheme = response?.nextScheme else {
        throw .download(.wrongAnswer(place: place, reason: .noHTTP))
      }
      if scheme == "http" {
        throw .download(
          .insecure(place: place, reason: "it leads to an address without encryption"))
      }
      throw .download(.wrongAnswer(place: place, reason: .otherScheme(scheme)))
    case 5, 6, 7: throw .download(.unreachable(place: place, reason: reason))
    case 47: throw .download(.wrongAnswer(place: place, reason: .redirects))
    case 22: return try refusal(response, reason)
    case 23: throw .download(.unsaved(path: part))
    case 33, 36: return .restart
    case 35: throw .download(.unencrypted(place: place, reason: reason))
    case 51, 60, 83, 90, 91: throw .download(.insecure(place: place, reason: reason))
    case 53, 54, 58, 59, 66, 77, 82: throw .download(.certificates(reason: reason))
    case 63: throw try exceeded()
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

  /// curl's error line without its prefix `curl: (6) `; advice may follow it in further lines.
  private static func reason(_ said: String) -> String {
    let lines = said.split(separator: "\n")
    let line = lines.last { $0.hasPrefix("curl: (") } ?? lines.last ?? "no reason given"
    guard line.hasPrefix("curl: ("), let end = line.firstRange(of: ") ")?.upperBound else {
      return String(line)
    }
    return String(line[end...])
  }
}

/// The number of retries of a failed transfer and the delays between them.
struct RetryPolicy: Hashable, Sendable {
  /// Most redirects that are followed.
  static let redirects = 10

  /// Fewest new bytes that count as progress of an attempt.
  static let progress = 30_000

  /// Maximum of consecutive attempts without progress.
  var attempts = 5
  /// Maximum of attempts in total.
  var limit = 60
  /// Delay before the second attempt in seconds; it doubles with each further attempt.
  var first = 0.5
  /// Longest delay in seconds, also if the server asks for more.
  var longest = 30.0
  /// Bytes a second below which, for `stallSeconds`, curl closes the connection.
  var lowestRate = "1000"
  var stallSeconds = "30"
  /// Seconds until the headers of the answer must be complete, redirects included.
  var answerSeconds = 60.0

  func delay(after failures: Int) -> Double {
    min(longest, first * Double(1 << min(failures - 1, 16)))
  }
}
