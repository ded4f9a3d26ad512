import Attribution
import Explanations
import Foundation
import Imaging
import Tensors

/// The request for a report.
package struct ReportOrder: Sendable {
  package var images: [String]
  /// The maps and their drawing, resolved for the network.
  package var explanation: ExplanationRequest
  /// Number of classes listed for each image.
  package var top = 5
  /// Longest side of the photographs in pixels; nil for the standard or a smaller photograph's own.
  package var side: Int?
  /// What shares a scale: the classes of each photograph, or nothing.
  package var scale = DisplayScale.Kind.photograph
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

  /// `drawn` at the report's size: with a legend for overlays, without the heatmap for photographs,
  /// in opaque colours over the network's crop for cells.
  func style(
    of role: ReportFigure.Role, _ drawn: PictureStyle, photograph: PixelSize? = nil
  ) -> PictureStyle {
    var style = drawn
    let isPrint = drawn.layout.width != nil
    if !isPrint {
      let longest = photograph.map { max($0.width, $0.height) } ?? .max
      style.side = side ?? (longest > Self.standardSide ? Self.standardSide : nil)
    }
    // The text of a scale that several figures share is that of the command which makes one again.
    if let scale = drawn.scale, scale.kind != .own {
      style.scale = DisplayScale(
        kind: .fixed, low: scale.low, high: scale.high, isSigned: scale.isSigned)
    }
    guard role != .overlay else {
      style.layout.legend = drawn.layout.legend ?? (isPrint ? nil : true)
      return style
    }
    let isCells = role == .cells
    style.alpha = isCells ? 1 : 0
    style.alphaMode = .flat
    style.contours = []
    style.box = nil
    style.layout.legend = isCells ? (isPrint ? nil : true) : isPrint ? false : nil
    if isCells {
      (style.interpolation, style.crop) = (.nearest, .seen)
    } else {
      style.scale = nil
    }
    return style
  }
}
