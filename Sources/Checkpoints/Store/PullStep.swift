/// A step of a pull, for progress output.
public enum PullStep: Hashable, Sendable {
  /// Waits for another process that pulls the same weights.
  case waiting
  /// Starts to download from the place named.
  case fetching(String)
  /// Receives bytes.
  case receiving(DownloadProgress)
  /// Waits `seconds` before the next attempt.
  case retrying(reason: String, seconds: Double)
  /// Checks the hash of this number of bytes.
  case verifying(Int)
  /// Writes the named file into the store.
  case installing(String)
}

/// The place that weights are pulled from.
public enum PullPlace: Hashable, Sendable {
  /// The publication's own origin.
  case publisher
  /// Address of a folder that holds the published files under their names.
  case mirror(String)
  /// Address of the file.
  case address(String)
  /// Path of a local file.
  case file(String)

  /// Parses a place: an address if it contains `://` (except `file://`), else a path.
  public init(from text: String) {
    if text.hasPrefix("file://") {
      self = .file(String(text.dropFirst("file://".count)))
    } else {
      self = text.contains("://") ? .address(text) : .file(text)
    }
  }
}
