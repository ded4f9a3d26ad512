import Terminal

extension ScreenView {
  /// Draws a photograph as large as the area allows; returns the area that it covers.
  @discardableResult
  func drawPhotograph(_ picture: PictureFacts, in area: Rect, _ canvas: inout Canvas) -> Rect {
    let painter = canvas.look.painter
    let place = PicturePainter.place(width: picture.width, height: picture.height, in: area)
    let size = painter.pixelSize(of: place)
    let pixels = picture.preview.scaled(toWidth: size.width, height: size.height)
    painter.draw(pixels, in: place, of: &canvas.frame, background: canvas.theme[.background])
    return place
  }

  /// Says why no photograph is shown.
  func drawNoPhotograph(in area: Rect, _ canvas: inout Canvas) {
    if jobs.running[PictureJob.kind] != nil {
      canvas.message("opening the picture …", in: area)
    } else if let failed = jobs.failed[PictureJob.kind] {
      canvas.message(failed.failure.text, .error, in: area)
    } else {
      canvas.message("No photograph is open. Press \(keyName(.showFiles)) to choose one.", in: area)
    }
  }

  /// Says why there is no prediction yet.
  func drawPredictionStatus(in area: Rect, _ canvas: inout Canvas) {
    let (text, role) = predictionStatus
    canvas.message(text, role, in: area)
  }

  var predictionStatus: (text: String, role: Theme.Role) {
    if let failed = jobs.failed[AnswerJob.kind] { return (failed.failure.text, .error) }
    if subject.wantedPicture == nil {
      return ("No photograph is open. Press \(keyName(.showFiles)) to choose one.", .muted)
    }
    if !context.isRunnable {
      return (
        "The weights of \(subject.network.variant) are not installed. "
          + "Press \(keyName(.showVariants)) to pull them, or to choose another network.", .warning
      )
    }
    return ("\(subject.network.variant) is looking at the photograph …", .muted)
  }
}
