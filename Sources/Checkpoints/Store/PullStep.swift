/// What happens during a pull, for a progress line.
public enum PullStep: Hashable, Sendable {
  /// Another program pulls the same weights.
  case waiting
  /// Fetching from the place named.
  case fetching(String)
  /// Bytes arrive.
  case receiving(TransferProgress)
  /// Trying once more in so many seconds, for the reason given.
  case retrying(reason: String, seconds: Double)
  /// Checking the hash of so many bytes.
  case verifying(Int)
  /// Writing into the store.
  case installing(String)
}

/// Where weights are fetched from.
public enum PullPlace: Hashable, Sendable {
  /// Where their publisher has them.
  case publisher
  /// A folder of a server that holds published files under their names.
  case mirror(String)
  /// This very address.
  case address(String)
  /// A file of this machine.
  case file(String)

  /// What `--from` means: an address, or a file.
  public init(from text: String) {
    if text.hasPrefix("file://") {
      self = .file(String(text.dropFirst("file://".count)))
    } else {
      self = text.contains("://") ? .address(text) : .file(text)
    }
  }
}
