import Support

/// A file format of reports, written in parts: the summary, each page, then the outcome.
///
/// Only the current part is in memory. A new format is a conforming type and a line in
/// `ReportFormats.all`.
package protocol ReportFormat: SendableMetatype {
  /// Name on the command line.
  static var name: String { get }
  /// File endings that select the format, without dots.
  static var fileExtensions: [String] { get }
  /// File name in a folder of all formats.
  static var standardFileName: String { get }

  /// Starts a report in `files`.
  init(_ summary: ReportSummary, files: ReportFiles) throws(Failure)
  mutating func add(_ page: ReportPage) throws(Failure)
  mutating func finish(_ outcome: ReportOutcome) throws(Failure)
}

package enum ReportFormats {
  /// All formats, in the order of the help text.
  package static let all: [any ReportFormat.Type] = [
    HTMLReport.self, MarkdownReport.self, LaTeXReport.self, PDFReport.self,
    ContactSheetReport.self,
  ]

  /// The names of all formats, separated by commas.
  package static var names: String { all.map { $0.name }.joined(separator: ", ") }

  /// The format called `name`; throws a failure that lists all names.
  package static func named(_ name: String) throws(Failure) -> any ReportFormat.Type {
    guard let format = all.first(where: { $0.name == name.lowercased() }) else {
      throw Failure(
        .usage, "unknown form of report", name, because: "there is none of this name",
        advice: "use one of \(names)")
    }
    return format
  }

  /// The format that the ending of `path` selects; nil if there is none.
  package static func suiting(_ path: String) -> (any ReportFormat.Type)? {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    return all.first { $0.fileExtensions.contains(ending) }
  }
}
