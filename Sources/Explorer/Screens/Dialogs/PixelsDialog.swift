import Terminal

/// A picture in the terminal's own pixels, which covers the screen.
package struct PixelPreview: Equatable, Sendable {
  package var question: PixelQuestion?
  package var picture: PixelPicture?

  /// Draws the picture if it answers `wanted`; its cells stay empty.
  func draw(_ wanted: PixelQuestion?, _ jobs: Jobs, in area: Rect, _ canvas: inout Canvas) {
    canvas.frame.cursor = nil
    canvas.frame.fill(area, canvas.theme.style(.text))
    canvas.hit(area, .dialogRow(0))
    if let failure = wanted.flatMap({ jobs.failure(of: PixelsJob(question: $0)) }) {
      return canvas.message(failure.text, .error, in: area)
    }
    guard let picture, question == wanted else {
      return canvas.message("drawing at full resolution …", in: area)
    }
    let place = area.centered(picture.size)
    canvas.frame.picture = PlacedPicture(picture, at: Point(place.x, place.y))
  }
}

extension State {
  /// The protocol that shows pixels in this terminal, and why; nil if there is none.
  package var pixelChoice: (protocol: PixelProtocol?, reason: String) {
    if let wish = terminal.pixelWish ?? preferences.settings.pixels {
      return (terminal.interview ?? TerminalQueries()).pixels(wish: wish)
    }
    guard let interview = terminal.interview else { return (nil, "the terminal was not asked") }
    guard interview.isOver else { return (nil, "the terminal has not answered yet") }
    return interview.pixels(wish: nil)
  }

  private var pixelSubject: PixelQuestion.Subject? {
    if screen == .files, let entry = screens.files.currentPicture { return .photograph(entry.path) }
    if screen == .cam, screens.cam.grid == nil, let map = camScreen.presented {
      return .overlay(
        map.question,
        MapDrawing(colorMap: look.colorMap, alpha: look.alpha, isSigned: look.isSigned))
    }
    return subject.picture.map { .photograph($0.path) }
  }

  var pixelQuestion: PixelQuestion? {
    guard let format = pixelChoice.protocol, let pixelSubject else { return nil }
    return PixelQuestion(
      subject: pixelSubject, format: format, room: context.body.size,
      cell: terminal.interview?.cellPixels)
  }

  var reasonAgainstPixels: String? {
    let choice = pixelChoice
    if choice.protocol == nil { return "no full resolution here: \(choice.reason)" }
    return pixelSubject == nil
      ? "no photograph is open: \(keyName(.showFiles)) chooses one" : nil
  }

  /// Handles a key: some close the dialog, some change the picture as on the screen behind.
  mutating func handleInPixels(_ key: Key) -> [Effect] {
    guard let action = action(for: key) else { return [] }
    switch action {
    case .back, .quit, .fullResolution, .activate: dialog = nil
    case .nextImage, .previousImage, .nextClass, .previousClass, .nextMethod, .nextLayer,
      .nextBlock, .previousBlock, .nextStage, .previousStage, .nextColorMap, .previousColorMap,
      .raiseAlpha, .lowerAlpha, .signed, .versus, .copyCommand:
      return perform(action)
    case .up where screen == .files, .down where screen == .files: return perform(action)
    default: break
    }
    return []
  }
}
