import Support

/// The reason for a failed download.
public enum DownloadFailure: Hashable, Sendable {
  /// The text is not an http or https address.
  case address(String)
  /// The server can't be reached.
  case unreachable(place: String, reason: String)
  /// The server's certificate is not trusted, or it leads to an address without encryption.
  case insecure(place: String, reason: String)
  /// There was no encrypted connection.
  case unencrypted(place: String, reason: String)
  /// This machine's own certificates can't be used.
  case certificates(reason: String)
  /// The server answers in a way that is not followed.
  case wrongAnswer(place: String, reason: WrongAnswer)
  /// More bytes come than are published, with a tenth to spare.
  case tooLong(place: String, limit: Int)
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

  /// What is wrong with a server's answer.
  public enum WrongAnswer: Hashable, Sendable {
    /// It has no status line, as HTTP/0.9 had none.
    case noHTTP
    /// It redirects to an address that is neither http nor https.
    case otherScheme(String)
    case redirects
    case endlessHeaders
  }
}

extension DownloadFailure.WrongAnswer {
  fileprivate var words: String {
    switch self {
    case .noHTTP: "its answer has no status line (HTTP/0.9, or no web server)"
    case .otherScheme(let scheme): "it redirects to an address that begins with '\(scheme):'"
    case .redirects: "it redirects more than \(RetryPolicy.redirects) times"
    case .endlessHeaders: "its headers don't end"
    }
  }
}

extension DownloadFailure {
  var status: ExitStatus {
    switch self {
    case .address: .usage
    case .absent: .noInput
    case .hub(let refusal): refusal.status
    case .tooLong: .badData
    case .unreachable, .insecure, .unencrypted, .certificates, .wrongAnswer, .refused: .unavailable
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
    case .unencrypted(let place, let reason):
      "no encrypted connection to '\(place)': \(reason)"
    case .certificates(let reason): "this machine's certificates can't be used: \(reason)"
    case .wrongAnswer(let place, let reason): "'\(place)' answers wrongly: \(reason.words)"
    case .tooLong(let place, let limit):
      "'\(place)' sends more than \(NumberText.grouped(limit)) bytes, a tenth more than is published"
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
    case .unencrypted: "check the address and its port, or \(Self.elsewhere)"
    case .certificates: "check CURL_CA_BUNDLE and SSL_CERT_FILE, or use \(OptionName.from) FILE"
    case .absent, .refused, .wrongAnswer, .tooLong: Self.elsewhere
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
