import Explanations
import Imaging
import Support
import Tensors
import Terminal

extension MapDrawing {
  /// The drawing in the pipeline's words; evidence against needs a diverging colour map.
  var style: PictureStyle {
    var style = PictureStyle()
    style.isSigned = isSigned
    let chosen = ColorMap.named(colorMap) ?? .inferno
    style.colorMap = isSigned && !chosen.isDiverging ? .coolwarm : chosen
    style.alpha = Float(alpha)
    return style
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
