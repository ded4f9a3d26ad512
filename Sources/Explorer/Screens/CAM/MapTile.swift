import Attribution
import Explanations
import Terminal

extension CAMScreen {
  /// Draws a small map over the part of the photograph that its network reads; dots while there is
  /// no answer, nothing where there is no question.
  func drawTile(
    _ question: MapQuestion?, scale: DisplayScale? = nil, _ picture: PictureFacts, in tile: Rect,
    _ canvas: inout Canvas
  ) {
    guard let question, let answer = cam.maps.kept(question) else {
      canvas.frame.fill(tile, canvas.theme.style(.muted), question == nil ? " " : "·")
      return
    }
    let size = look.painter.pixelSize(of: tile)
    guard size.width > 0, size.height > 0 else { return }
    let heat = Heat(answer.map, look: look, scale: scale)
    let (preview, region) = (picture.preview, answer.region)
    var pixels = Pixels(width: size.width, height: size.height, filling: RGB(0, 0, 0))
    pixels.transform { x, y, _ in
      let u = (Double(x) + 0.5) / Double(size.width)
      let v = (Double(y) + 0.5) / Double(size.height)
      let column = Int((region.x + u * region.width) * Double(preview.width))
      let row = Int((region.y + v * region.height) * Double(preview.height))
      let color = preview[
        max(0, min(column, preview.width - 1)), max(0, min(row, preview.height - 1))]
      return heat.isEmpty ? color.faded : color
    }
    heat.draw(over: &pixels)
    canvas.draw(pixels, in: tile)
    if question.network.isUntrained { drawUntrained(in: tile, &canvas) }
  }

  /// The peak of a tile's map by name, or why there is none.
  func peakWords(_ question: MapQuestion) -> String {
    guard let map = cam.maps.kept(question)?.map else {
      return cam.maps.failures[question] == nil ? "" : "failed"
    }
    return map.hasPositiveEvidence
      ? "peak \(Numbers.value(Double(map.maximum)))" : "no evidence"
  }
}
