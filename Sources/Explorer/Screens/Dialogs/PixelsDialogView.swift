import Terminal

extension State {
  /// Draws a picture in pixels over the whole body; its cells stay empty.
  func drawPixels(_ preview: PixelPreview, in area: Rect, _ canvas: inout Canvas) {
    canvas.frame.cursor = nil
    canvas.frame.fill(area, canvas.theme.style(.text))
    canvas.hit(area, .overlayRow(0))
    if let failed = jobs.failed[.pixels], failed.order == pixelQuestion.map(WorkOrder.pixels) {
      return canvas.message(failed.failure.text, .error, in: area)
    }
    guard let picture = preview.picture, preview.question == pixelQuestion else {
      return canvas.message("drawing at full resolution …", in: area)
    }
    let place = area.centered(picture.size)
    canvas.frame.picture = PlacedPicture(picture, at: Point(place.x, place.y))
  }
}
