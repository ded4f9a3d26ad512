import Terminal

/// A picture in true pixels in front of the screen.
package struct PixelPreview: Equatable, Sendable {
  package var question: PixelQuestion?
  package var picture: PixelPicture?

  package init() {}
}

extension State {
  /// How this terminal shows pixels, and why so.
  package var pixelChoice: (protocol: PixelProtocol?, reason: String) {
    if let wish = pixelWish ?? configuration.pixels {
      return (terminal ?? TerminalInterview()).pixels(wish: wish)
    }
    guard let terminal else { return (nil, "the terminal was not asked") }
    guard terminal.isOver else { return (nil, "the terminal has not answered yet") }
    return terminal.pixels(wish: nil)
  }

  /// The picture that full resolution shows on this screen.
  private var pixelSubject: PixelQuestion.Subject? {
    if screen == .files, let entry = files.current, entry.kind == .picture {
      return .photograph(entry.path)
    }
    if screen == .cam, cam.grid == nil, let map = drawnMap {
      return .overlay(
        map.question,
        MapDrawing(colorMap: look.colorMap, alpha: look.alpha, isSigned: look.isSigned))
    }
    return subject.picture.map { .photograph($0.path) }
  }

  /// The picture to be drawn in pixels now.
  var pixelQuestion: PixelQuestion? {
    guard let format = pixelChoice.protocol, let pixelSubject else { return nil }
    return PixelQuestion(
      subject: pixelSubject, format: format, room: body.size, cell: terminal?.cellPixels)
  }

  /// Why nothing can be shown in full resolution; nil if it can.
  var reasonAgainstPixels: String? {
    let choice = pixelChoice
    guard choice.protocol != nil else { return "no full resolution here: \(choice.reason)" }
    return pixelSubject == nil
      ? "no photograph is open: \(keyName(.showFiles)) chooses one" : nil
  }

  /// Asks for the picture that the preview lacks.
  mutating func pursuePixels(_ preview: PixelPreview) -> [Effect] {
    guard let question = pixelQuestion else {
      overlay = nil
      return []
    }
    guard preview.question != question else { return [] }
    return jobs.ensure(.pixels(question))
  }

  /// A key while a picture in pixels is in front: some close it, those that change the picture go on.
  mutating func handle(_ key: Key, _ preview: PixelPreview) -> [Effect] {
    guard let action = keymap.action(for: key, on: screen) else { return [] }
    switch action {
    case .back, .quit, .fullResolution, .activate: overlay = nil
    case .nextImage, .previousImage, .nextClass, .previousClass, .nextMethod, .previousMethod,
      .nextLayer, .previousLayer, .nextBlock, .previousBlock, .nextColorMap, .previousColorMap,
      .raiseAlpha, .lowerAlpha, .signed, .versus, .copyCommand:
      return perform(action)
    case .up where screen == .files, .down where screen == .files: return perform(action)
    default: break
    }
    return []
  }
}
