import Explanations
import Imaging
import Support
import Tensors
import Terminal

/// Encodes a photograph or an overlay in the terminal's graphics protocol.
package struct PixelsJob: ModelJob {
  package static let kind = JobKind("pixels", .compute, "drawing at full resolution")
  package var question: PixelQuestion

  package static func desired(in state: State) -> PixelsJob? {
    guard case .pixels(let preview) = state.dialog, let question = state.pixelQuestion,
      preview.question != question
    else { return nil }
    return PixelsJob(question: question)
  }

  package func run(with models: inout ModelCache) throws(Failure) -> PixelPicture {
    let picture =
      switch question.subject {
      case .photograph(let path):
        try Photograph(reading: path, pixelLimit: models.base.pixelLimit).shownPicture
      case .overlay(let map, let drawing): try models.explanation(map).picture(drawing.style)
      }
    guard let encoded = PixelPicture(picture, question) else {
      throw Failure(
        .software, "can't draw the picture in pixels", question.format.rawValue,
        because: "the encoder gave nothing", advice: "choose another protocol in the settings")
    }
    return encoded
  }

  package func finish(_ picture: PixelPicture, in state: inout State) {
    guard case .pixels(var preview) = state.dialog else { return }
    (preview.question, preview.picture) = (question, picture)
    state.dialog = .pixels(preview)
  }
}

/// A picture to be shown in the terminal's graphics protocol.
package struct PixelQuestion: Hashable, Sendable {
  /// The picture.
  package enum Subject: Hashable, Sendable {
    /// The photograph at a path.
    case photograph(String)
    /// A map over its photograph.
    case overlay(MapQuestion, MapDrawing)
  }

  package var subject: Subject
  package var format: PixelProtocol
  /// Maximum columns and rows.
  package var room: Size
  /// Pixels of one cell; nil if the terminal did not report them.
  package var cell: Size?
}

extension PixelPicture {
  /// Encodes `picture` as large as the question's room allows.
  init?(_ picture: Picture, _ question: PixelQuestion) {
    let place = PicturePainter.place(
      width: picture.width, height: picture.height,
      in: Rect(Size(question.room.columns, question.room.rows)),
      cell: question.cell ?? PixelEncoder.usualCell)
    let room = PixelEncoder.pixels(in: place.size, cell: question.cell)
    let pixels = Pixels(
      picture.thumbnail(PixelSize(width: max(1, room.columns), height: max(1, room.rows))),
      limit: .max)
    guard
      let encoded = PixelEncoder.encode(
        pixels, question.format, cells: place.size, cell: question.cell)
    else { return nil }
    self = encoded
  }
}
