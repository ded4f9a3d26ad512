import Glibc
import Support

/// Spools pages to a temporary file, because the text before them is known only at the end.
struct SpooledText {
  private let files: ReportFiles
  private let spool: ReportFile

  private var spoolName: String { files.name + ".pages" }

  init(_ files: ReportFiles) throws(Failure) {
    self.files = files
    spool = try files.create("\(files.name).pages")
  }

  func write(_ text: String) throws(Failure) { try spool.write(text) }

  /// Writes the main file: `head`, the pages, `tail`.
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
