import Explanations
import Imaging
import Support
import Tensors
import Terminal

extension MapDrawing {
  /// The style of the file; a signed map needs a diverging colour map.
  var style: PictureStyle {
    PictureStyle(colorMap: colorMap, alpha: alpha, isSigned: isSigned)
  }
}

extension Explanation {
  /// The file that `question` asks for.
  func bytes(_ question: ExportQuestion) throws(Failure) -> [UInt8] {
    guard question.kind != .values else {
      return NumPyFile.bytes(of: Tensor(shape: [map.height, map.width], map.values))
    }
    var style = question.drawing.style
    if question.kind == .heatmap { style.alpha = 1 }
    style.side = question.side
    style.hasLegend = question.hasLegend
    return try png(style)
  }
}

extension PixelPicture {
  /// `picture` as large as the question's room allows, at most its own size doubled.
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
