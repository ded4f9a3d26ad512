import Terminal

/// The class activation map over the photograph, or a grid of maps.
package struct CAMScreen: ScreenView {
  var cam: CAMState
  /// Names of the variants with installed weights.
  let installed: [String]
  let context: ScreenContext

  var layout: CAMLayout { CAMLayout(context.body, pane: pane, isZoomed: isZoomed) }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    if let grid { return drawGrid(grid, in: area, &canvas) }
    let layout = CAMLayout(area, pane: pane, isZoomed: isZoomed)
    if let overlay = layout.overlay {
      drawOverlay(in: overlay, namesStrength: layout.evidence == nil, &canvas)
    }
    if let evidence = layout.evidence { drawEvidence(in: evidence, &canvas) }
    if let strip = layout.strip { drawStrip(in: strip, &canvas) }
  }

  func facts(_ method: String) -> MethodFacts? { cam.methods.first { $0.name == method } }

  /// `Grad-CAM · stage5`, for pixel methods `Saliency · input`.
  func words(_ question: MapQuestion) -> String {
    let facts = facts(question.method)
    return (facts?.title ?? question.method) + " · " + place(question)
  }

  /// The layer of a question, or the input for a method that explains pixels.
  func place(_ question: MapQuestion) -> String {
    facts(question.method)?.isPixelLevel == true ? "input" : question.layer
  }

  func label(_ index: Int) -> String {
    subject.currentAnswer?.classes.first { $0.index == index }?.label ?? "class"
  }

  /// `tabby (281) versus tiger cat`.
  func title(_ question: MapQuestion) -> String {
    "\(label(question.target)) (\(question.target))"
      + (question.versus.map { " versus \(label($0))" } ?? "")
  }

  /// The text in place of a map: its cost, its progress or its error.
  var waitingWords: (text: String, role: Theme.Role)? {
    guard presented == nil, let question, let method else { return nil }
    if let forecast = pendingForecast {
      return (
        "\(method.title) takes \(forecast.passes) passes, about "
          + "\(Numbers.time(milliseconds: forecast.seconds * 1e3)). "
          + "\(keyName(.activate)) starts it, \(keyName(.nextMethod)) goes on to the next method.",
        .warning
      )
    }
    if let failure = jobs.failure(of: MapJob(question: question))
      ?? jobs.failure(of: ForecastJob(question: question))
    {
      return ("\(failure.text). \(keyName(.activate)) tries again.", .error)
    }
    guard let running = jobs.running(MapJob(question: question)) else {
      return ("\(method.title): waiting", .accent)
    }
    let percent = running.fraction.map { " · \(Numbers.fixed($0 * 100, 0)) %" } ?? ""
    return ((running.text ?? "\(method.title) …") + percent + " · ^C cancels", .accent)
  }
}

extension RGB {
  /// The colour of a pixel outside the network's input: grey and dim.
  var faded: RGB {
    let grey = UInt8(brightness * 2 / 5)
    return RGB(grey, grey, grey)
  }
}
