import Foundation
import Logging
import Support
import Synchronization

/// A log file: the screen belongs to the frames, so nothing is ever printed.
package struct FileLog: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level = .info
  private let descriptor: Int32

  /// A log that grows beyond this begins anew; the former one is kept beside it.
  private static let largest = 1 << 20

  /// Opens or makes the file; nil where it can't be.
  package init?(path: String) {
    var status = stat()
    if stat(path.rawPath, &status) == 0, status.st_size > Self.largest {
      rename(path.rawPath, (path + ".1").rawPath)
    }
    descriptor = open(
      path.rawPath, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0o600)
    if descriptor < 0 { return nil }
  }

  /// The explorer's logger; one that keeps silent where no file can be written.
  package static func logger(path: String?) -> Logger {
    guard let path, let log = FileLog(path: path) else {
      return Logger(label: "effscope") { _ in SwiftLogNoOpLogHandler() }
    }
    return Logger(label: "effscope") { _ in log }
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let words = event.metadata.map { pairs in
      pairs.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    }
    let time = Date.now.ISO8601Format()
    let line = "\(time) \(event.level) \(event.message)\(words ?? "")".printable + "\n"
    // One write a line, so that two explorers' lines stay whole.
    _ = line.utf8.withContiguousStorageIfAvailable { write(descriptor, $0.baseAddress, $0.count) }
  }
}
