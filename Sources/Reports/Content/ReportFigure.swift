import Imaging

/// A picture of a report with its texts and the command line that reproduces it.
package struct ReportFigure: Hashable, Sendable {
  package enum Role: String, Hashable, Sendable {
    case photograph, overlay, cells
  }

  package var role: Role
  /// File name that every format can contain without escaping.
  package var fileName: String
  /// The bytes that `command` writes.
  package var png: [UInt8]
  package var width, height: Int
  /// Alt text.
  package var alternative: String
  package var caption: String
  /// The command line that reproduces the file.
  package var command: String

  package init(
    role: Role, fileName: String, png: [UInt8], width: Int, height: Int, alternative: String,
    caption: String, command: String
  ) {
    self.role = role
    self.fileName = fileName
    self.png = png
    self.width = width
    self.height = height
    self.alternative = alternative
    self.caption = caption
    self.command = command
  }
}

/// A named value of a report.
package struct ReportFact: Hashable, Sendable {
  package var name, value: String

  package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}
