import Attribution
import Explanations
import Foundation
import Imaging

/// What a report is to be made of.
package struct ReportOrder: Sendable {
  /// Paths of the images.
  package var images: [String]
  /// The network, the maps and their drawing, resolved for the network.
  package var explanation: ExplanationRequest
  /// How many classes are listed for each image.
  package var top = 5
  /// Longest side of the pictures in pixels.
  package var side = ReportOrder.standardSide
  /// The heading; nil for the standard one.
  package var title: String?
  /// When the report is made, ISO 8601.
  package var date: String
  /// The command line of the report itself.
  package var command: String

  /// Enough to print 10 cm wide at 160 dots per inch.
  package static let standardSide = 640

  /// A report on `images`.
  package init(
    images: [String], explanation: ExplanationRequest, date: String, command: String
  ) {
    self.images = images
    self.explanation = explanation
    self.date = date
    self.command = command
  }

  /// The time, or the one that reproducible builds are told, in ISO 8601.
  package static var now: String {
    let told = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Double.init)
    return (told.map(Date.init(timeIntervalSince1970:)) ?? Date()).ISO8601Format()
  }

  /// The overlay in the person's style at the report's size.
  var overlayStyle: PictureStyle {
    var style = explanation.style
    style.side = side
    return style
  }

  /// The same picture without the heatmap.
  var photographStyle: PictureStyle {
    var plain = overlayStyle
    plain.alpha = 0
    plain.alphaMode = .flat
    plain.contours = []
    plain.box = nil
    plain.hasLegend = false
    return plain
  }

  /// The map's own cells in full colour over what the network saw, with a legend.
  var cellStyle: PictureStyle {
    var cells = photographStyle
    cells.alpha = 1
    cells.interpolation = .nearest
    cells.crop = .seen
    cells.hasLegend = true
    return cells
  }
}
