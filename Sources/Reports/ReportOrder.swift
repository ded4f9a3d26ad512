import Attribution
import Explanations
import Foundation
import Imaging

/// The request for a report.
package struct ReportOrder: Sendable {
  package var images: [String]
  /// The maps and their drawing, resolved for the network.
  package var explanation: ExplanationRequest
  /// Number of classes listed for each image.
  package var top = 5
  /// Longest side of the pictures in pixels.
  package var side = ReportOrder.standardSide
  /// Nil for the standard title.
  package var title: String?
  /// ISO 8601.
  package var date: String
  /// The command line that makes the report.
  package var command: String

  /// Enough to print 10 cm wide at 160 dots per inch.
  package static let standardSide = 640

  package init(
    images: [String], explanation: ExplanationRequest, date: String, command: String
  ) {
    self.images = images
    self.explanation = explanation
    self.date = date
    self.command = command
  }

  /// The current time or that of `SOURCE_DATE_EPOCH`, ISO 8601.
  package static var now: String {
    let told = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Double.init)
    return (told.map(Date.init(timeIntervalSince1970:)) ?? Date()).ISO8601Format()
  }

  /// The requested style at the report's size: as it is for overlays, without the heatmap for
  /// photographs, in opaque colours over the network's crop and with a legend for cells.
  func style(of role: ReportFigure.Role) -> PictureStyle {
    var style = explanation.style
    style.side = side
    guard role != .overlay else { return style }
    let isCells = role == .cells
    style.alpha = isCells ? 1 : 0
    style.alphaMode = .flat
    style.contours = []
    style.box = nil
    style.hasLegend = isCells
    if isCells { (style.interpolation, style.crop) = (.nearest, .seen) }
    return style
  }
}
