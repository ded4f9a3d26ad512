import Glibc
import Support

/// The address of a hub and the user's token for it.
///
/// https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables:
/// `HF_ENDPOINT` names another host, `HF_TOKEN` is sent to it.
struct HubAccess: Sendable {
  let reference: HubReference
  /// The address without a slash at its end.
  let endpoint: String
  /// Never shown, and passed to curl only on its standard input.
  private let token: String?

  /// Takes the endpoint and the token from the environment.
  init(_ reference: HubReference) {
    self.init(
      reference, endpoint: BaseFolder.environment("HF_ENDPOINT"),
      token: BaseFolder.environment("HF_TOKEN"))
  }

  init(_ reference: HubReference, endpoint: String?, token: String?) {
    self.reference = reference
    var endpoint = endpoint ?? "https://huggingface.co"
    while endpoint.hasSuffix("/") { endpoint.removeLast() }
    self.endpoint = endpoint
    let isPlain = token?.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    self.token = isPlain == true && token?.isEmpty == false ? token : nil
  }

  /// True if a token is sent.
  var hasToken: Bool { token != nil }

  /// The address of the list of files of the reference's revision.
  var listing: String {
    "\(endpoint)/api/models/\(reference.repository)/revision/"
      + "\(HubReference.escaped(reference.revision ?? "main"))?blobs=true"
  }

  /// The address of a file at `commit`.
  func address(of file: String, at commit: String) -> String {
    let path = file.split(separator: "/").map { HubReference.escaped(String($0)) }
    return "\(endpoint)/\(reference.repository)/resolve/\(HubReference.escaped(commit))/"
      + path.joined(separator: "/")
  }

  /// The lines of curl's configuration that send the token to `address`; none for another host.
  ///
  /// curl does not repeat the header when it is redirected to another host. The token is not sent
  /// without encryption, except to this machine.
  func curlSettings(for address: String) -> String {
    guard let token, address.hasPrefix(endpoint + "/") else { return "" }
    let host = endpoint.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" }
    let isLocal = ["127.0.0.1", "localhost", "[::1]"].contains { name in
      host == name || host.hasPrefix(name + ":")
    }
    let isKept = endpoint.lowercased().hasPrefix("https://") || isLocal && !host.contains("@")
    guard isKept else { return "" }
    return "header = \"Authorization: Bearer \(token)\"\n"
  }
}

/// Why a hub refuses a request.
public struct HubRefusal: Hashable, Sendable {
  /// `OWNER/NAME`.
  public let repository: String
  /// The revision that was asked for; nil for the main branch.
  public let revision: String?
  /// Where its page is.
  let page: String
  let hadToken: Bool
  /// HTTP's status.
  public let code: Int
  let reason: Reason

  enum Reason: Hashable, Sendable {
    case noRepository, noRevision, noFile, gated, other
  }

  /// `code` is the hub's `X-Error-Code`.
  init(_ hub: HubAccess, status: Int, code: String?) {
    repository = hub.reference.repository
    revision = hub.reference.revision
    page = WebAddress.withoutSecrets("\(hub.endpoint)/\(hub.reference.repository)")
    hadToken = hub.hasToken
    self.code = status
    reason =
      switch (code, status) {
      case ("RepoNotFound", _): .noRepository
      case ("RevisionNotFound", _): .noRevision
      case ("EntryNotFound", _): .noFile
      case ("GatedRepo", _): .gated
      // The hub answers 401 for a repository that the user may not know of.
      case (_, 401), (_, 404), (_, 410): .noRepository
      default: .other
      }
  }

  var status: ExitStatus {
    switch reason {
    case .noRepository, .noRevision, .noFile: .noInput
    case .gated, .other: .unavailable
    }
  }

  var why: String {
    switch reason {
    case .noRepository:
      "the hub has no '\(repository)', or it is private or gated (status \(code))"
    case .noRevision: "'\(repository)' has no revision '\(revision ?? "main")'"
    case .noFile: "'\(repository)' does not have the file it lists"
    case .gated: "'\(repository)' is gated: its owner gives it only to users with permission"
    case .other: "the hub refuses '\(repository)' (status \(code))"
    }
  }

  var advice: String {
    switch reason {
    case .noRepository:
      hadToken
        ? "check the name, and that HF_TOKEN may read it"
        : "check the name; a token in HF_TOKEN opens what is yours"
    case .noRevision: "give a branch, a tag or a commit"
    case .noFile: "pull again"
    case .gated:
      "ask for access at \(page)" + (hadToken ? "" : ", then set HF_TOKEN to a token of yours")
    case .other: hadToken ? "is HF_TOKEN valid?" : "a token in HF_TOKEN may be needed"
    }
  }
}
