import Glibc
import Support

/// A text whose beginning is known only at its end: pages wait in a file of their own until then.
struct SpooledText {
  private let files: ReportFiles
  private let spool: ReportFile

  private var spoolName: String { files.name + ".pages" }

  /// An empty text for the main file of `files`.
  init(_ files: ReportFiles) throws(Failure) {
    self.files = files
    spool = try files.create(files.name + ".pages")
  }

  /// Adds to the pages.
  func write(_ text: String) throws(Failure) { try spool.write(text) }

  /// Writes the main file: what comes first, the pages, what comes last.
  func finish(_ head: String, _ tail: String) throws(Failure) {
    try spool.close()
    let file = try files.create(files.name)
    try file.write(head)
    try file.append(contentsOf: "\(files.folder)/\(spoolName)")
    try file.write(tail)
    try file.close()
    unlink("\(files.folder)/\(spoolName)")
  }
}
