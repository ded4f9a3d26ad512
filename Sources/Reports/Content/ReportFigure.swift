import Imaging
import Support

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
  /// Alt text.
  package var alternative = ""
  package var caption = ""
  /// The command line that reproduces the file.
  package var command = ""

  package init(_ role: Role, fileName: String, png: [UInt8]) {
    self.role = role
    self.fileName = fileName
    self.png = png
  }

  /// Pixels, from the PNG's header.
  var width: Int { number(at: 16) }
  var height: Int { number(at: 20) }

  private func number(at offset: Int) -> Int {
    png[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  func decoded() throws(Failure) -> Picture {
    do throws(ImagingError) {
      return try Picture.decode(png)
    } catch {
      throw Failure(error, subject: fileName)
    }
  }
}

/// A named value of a report.
package struct ReportFact: Hashable, Sendable {
  package var name, value: String

  package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}
