import Attribution
import Terminal

extension State {
  /// Draws the open photograph as large as the area allows; returns where it stands.
  @discardableResult
  func drawPhotograph(_ picture: PictureFacts, in area: Rect, _ canvas: inout Canvas) -> Rect {
    let painter = canvas.look.painter
    let place = PicturePainter.place(width: picture.width, height: picture.height, in: area)
    let size = painter.pixelSize(of: place)
    let pixels = picture.preview.scaled(toWidth: size.width, height: size.height)
    painter.draw(pixels, in: place, of: &canvas.frame, background: canvas.theme[.background])
    return place
  }

  /// What stands in place of a photograph while there is none.
  func drawNoPhotograph(in area: Rect, _ canvas: inout Canvas) {
    if jobs.running[.picture] != nil {
      canvas.message("opening the picture …", in: area)
    } else if let failed = jobs.failed[.picture] {
      canvas.message(failed.failure.text, .error, in: area)
    } else {
      canvas.message("No photograph is open. Press \(keyName(.showFiles)) to choose one.", in: area)
    }
  }

  /// Why there is no answer yet, or that one is on its way.
  var answerStatus: (text: String, role: Theme.Role) {
    if let failed = jobs.failed[.answer] { return (failed.failure.text, .error) }
    if subject.wantedPicture == nil {
      return ("No photograph is open. Press \(keyName(.showFiles)) to choose one.", .muted)
    }
    if !isRunnable {
      return (
        "The weights of \(subject.network.variant) are not installed. "
          + "Press \(keyName(.showVariants)) to pull them, or to choose another network.", .warning
      )
    }
    return ("\(subject.network.variant) is looking at the photograph …", .muted)
  }
}
