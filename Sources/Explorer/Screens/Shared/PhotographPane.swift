import Terminal

extension ScreenView {
  /// Draws a photograph as large as the area allows, with a map over `region` of it; returns the area
  /// that it covers. The rest of the photograph is grey.
  @discardableResult
  func drawPhotograph(
    _ picture: PictureFacts, under heat: Heat? = nil, region: Region = Region(), in area: Rect,
    _ canvas: inout Canvas
  ) -> Rect {
    let place = PicturePainter.place(width: picture.width, height: picture.height, in: area)
    guard !place.isEmpty else { return place }
    let size = look.painter.pixelSize(of: place)
    var pixels = picture.preview.scaled(toWidth: size.width, height: size.height)
    if let heat {
      heat.draw(over: &pixels, region: region)
    } else {
      pixels.fade(outside: region)
    }
    canvas.draw(pixels, in: place)
    return place
  }

  /// Says why no photograph is shown.
  func drawNoPhotograph(in area: Rect, _ canvas: inout Canvas) {
    if jobs.running[PictureJob.kind] != nil {
      return canvas.message("opening the picture …", in: area)
    }
    canvas.waiting(noPhotograph, jobs.failed[PictureJob.kind]?.failure, in: area)
  }

  private var noPhotograph: String {
    "No photograph is open. Press \(keyName(.showFiles)) to choose one."
  }

  /// Says why there is no prediction yet.
  func drawPredictionStatus(in area: Rect, _ canvas: inout Canvas) {
    let (text, role) = predictionStatus
    canvas.message(text, role, in: area)
  }

  var predictionStatus: (text: String, role: Theme.Role) {
    if let failed = jobs.failed[AnswerJob.kind] { return (failed.failure.text, .error) }
    if subject.wantedPicture == nil { return (noPhotograph, .muted) }
    if !context.isRunnable {
      return (
        "The weights of \(subject.network.variant) are not installed. "
          + "Press \(keyName(.showVariants)) to pull them, or to choose another network.", .warning
      )
    }
    return ("\(subject.network.variant) is looking at the photograph …", .muted)
  }
}
