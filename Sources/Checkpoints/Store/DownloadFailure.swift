import Support

/// The reason for a failed download.
public enum DownloadFailure: Hashable, Sendable {
  /// The text is not an http or https address.
  case address(String)
  /// The server can't be reached.
  case unreachable(place: String, reason: String)
  /// The server's certificate or the encryption failed.
  case insecure(place: String, reason: String)
  /// The server has no such file.
  case absent(place: String, status: Int)
  /// The server refuses the request.
  case refused(place: String, status: Int)
  /// A hub of models refuses the request.
  case hub(HubRefusal)
  /// A temporary failure, repeated on every attempt.
  case temporary(place: String, reason: String, attempts: Int)
  /// The bytes can't be written to the disk.
  case unsaved(path: String)
  /// Cancelled by the user; `kept` is the size of the partial file in bytes.
  case interrupted(kept: Int)
}

extension DownloadFailure {
  var status: ExitStatus {
    switch self {
    case .address: .usage
    case .absent: .noInput
    case .hub(let refusal): refusal.status
    case .unreachable, .insecure, .refused: .unavailable
    case .temporary: .tryAgain
    case .unsaved: .inputOutput
    case .interrupted: .interrupted
    }
  }

  var why: String {
    switch self {
    case .address(let text): "'\(text)' is no https address"
    case .unreachable(let place, let reason): "'\(place)' can't be reached: \(reason)"
    case .insecure(let place, let reason): "'\(place)' can't be trusted: \(reason)"
    case .absent(let place, let status): "'\(place)' is not there (status \(status))"
    case .refused(let place, let status): "'\(place)' is refused (status \(status))"
    case .hub(let refusal): refusal.why
    case .temporary(let place, let reason, let attempts):
      "'\(place)' failed \(attempts) times, last with: \(reason)"
    case .unsaved(let path): "the bytes can't be written to '\(path)'"
    case .interrupted: "it was interrupted"
    }
  }

  var advice: String? {
    switch self {
    case .address: "write \(OptionName.from) https://… or \(OptionName.from) FILE"
    case .unreachable:
      "check the connection and the proxy (https_proxy), or \(Self.elsewhere)"
    case .insecure:
      "check the machine's clock and certificates (SSL_CERT_FILE), or use \(OptionName.from) FILE"
    case .absent, .refused: Self.elsewhere
    case .hub(let refusal): refusal.advice
    case .temporary: "try again later; what came is kept"
    case .unsaved: "is the disk full?"
    case .interrupted(let kept):
      kept > 0 ? "pull again to go on after the \(kept) bytes that came" : nil
    }
  }

  private static let elsewhere =
    "name another place with \(OptionName.from) or \(OptionName.mirror)"
}
