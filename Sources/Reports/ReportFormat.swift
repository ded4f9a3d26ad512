import Support

/// A form of report, drawn piece by piece: the summary first, then page after page, then what became of all.
///
/// Only the piece under way is held in memory. A new form is a file with a type like this and a line in
/// `ReportFormats.all`.
package protocol ReportFormat: SendableMetatype {
  /// The name on the command line.
  static var name: String { get }
  /// Endings of file names that ask for it, without dots.
  static var fileExtensions: [String] { get }
  /// The name of its file in a folder of all forms.
  static var standardFileName: String { get }

  /// Begins a report whose files `files` keeps.
  init(_ summary: ReportSummary, files: ReportFiles) throws(Failure)
  /// Adds an image.
  mutating func add(_ page: ReportPage) throws(Failure)
  /// Ends the report.
  mutating func finish(_ outcome: ReportOutcome) throws(Failure)
}

/// The list of forms.
package enum ReportFormats {
  /// Every form, in the order of the help.
  package static let all: [any ReportFormat.Type] = [
    HTMLReport.self, MarkdownReport.self, LaTeXReport.self, PDFReport.self,
    ContactSheetReport.self,
  ]

  /// The names of all forms, for sentences.
  package static var names: String { all.map { $0.name }.joined(separator: ", ") }

  /// The form called `name`, or a failure that lists all.
  package static func named(_ name: String) throws(Failure) -> any ReportFormat.Type {
    guard let format = all.first(where: { $0.name == name.lowercased() }) else {
      throw Failure(
        .usage, "unknown form of report", name, because: "there is none of this name",
        advice: "use one of \(names)")
    }
    return format
  }

  /// The form that the ending of `path` asks for; nil where it has none of them.
  package static func suiting(_ path: String) -> (any ReportFormat.Type)? {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    return all.first { $0.fileExtensions.contains(ending) }
  }
}
