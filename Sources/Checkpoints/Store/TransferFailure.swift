/// The reason for a failed download.
public enum TransferFailure: Hashable, Sendable {
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
  /// A temporary failure, repeated on every attempt.
  case temporary(place: String, reason: String, attempts: Int)
  /// The bytes can't be written to the disk.
  case unsaved(path: String)
  /// Cancelled by the user; `kept` is the size of the partial file in bytes.
  case interrupted(kept: Int)
}

extension TransferFailure {
  var kind: ErrorKind {
    switch self {
    case .address: .usage
    case .absent: .noInput
    case .unreachable, .insecure, .refused: .unavailable
    case .temporary: .temporary
    case .unsaved: .inputOutput
    case .interrupted: .interrupted
    }
  }

  var text: String {
    switch self {
    case .address(let text): "'\(text)' is no https address"
    case .unreachable(let place, let reason): "'\(place)' can't be reached: \(reason)"
    case .insecure(let place, let reason): "'\(place)' can't be trusted: \(reason)"
    case .absent(let place, let status): "'\(place)' is not there (status \(status))"
    case .refused(let place, let status): "'\(place)' is refused (status \(status))"
    case .temporary(let place, let reason, let attempts):
      "'\(place)' failed \(attempts) times, last with: \(reason)"
    case .unsaved(let path): "the bytes can't be written to '\(path)'"
    case .interrupted: "it was interrupted"
    }
  }

  var advice: String? {
    switch self {
    case .address: "write --from https://… or --from FILE"
    case .unreachable:
      "check the connection and the proxy (https_proxy), or name another place with --from or --mirror"
    case .insecure:
      "check the machine's clock and certificates (SSL_CERT_FILE), or use --from FILE"
    case .absent, .refused: "name another place with --from or --mirror"
    case .temporary: "try again later; what came is kept"
    case .unsaved: "is the disk full?"
    case .interrupted(let kept):
      kept > 0 ? "pull again to go on after the \(kept) bytes that came" : nil
    }
  }
}
