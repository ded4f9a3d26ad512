import Imaging

/// A picture of a report with what is said about it and the command line that makes it again.
package struct ReportFigure: Hashable, Sendable {
  /// What a figure shows.
  package enum Role: String, Hashable, Sendable {
    case photograph, overlay, cells
  }

  /// What it shows.
  package var role: Role
  /// The name of its file: letters, digits, `-` and `_` only, so that every format can name it.
  package var fileName: String
  /// The file, byte for byte what the command line writes.
  package var png: [UInt8]
  /// Pixels in a row.
  package var width: Int
  /// Number of rows.
  package var height: Int
  /// What whoever can't see it reads instead.
  package var alternative: String
  /// What stands below it.
  package var caption: String
  /// The command line that writes it again.
  package var command: String

  /// A figure.
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

/// A name with its value.
package struct ReportFact: Hashable, Sendable {
  /// What is told.
  package var name: String
  /// What it is.
  package var value: String

  /// A fact.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
