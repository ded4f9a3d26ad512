import Explanations
import Terminal

/// The photograph beside the network's prediction.
struct PredictScreen: ScreenView {
  let predict: PredictState
  let context: ScreenContext

  var command: CommandLineText { subjectCommand("classify") }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    if area.width >= 72 {
      if isZoomed {
        return pane == 0 ? photographPane(in: area, &canvas) : classesPane(in: area, &canvas)
      }
      let (left, right) = area.splitLeft(area.width * (area.width >= 130 ? 55 : 50) / 100)
      photographPane(in: left, &canvas)
      classesPane(in: right, &canvas)
    } else if area.height >= 26, !isZoomed {
      let (top, bottom) = area.splitTop(area.height / 2)
      photographPane(in: top, &canvas)
      classesPane(in: bottom, &canvas)
    } else {
      pane == 0 ? classesPane(in: area, &canvas) : photographPane(in: area, &canvas)
    }
  }

  private func photographPane(in area: Rect, _ canvas: inout Canvas) {
    let picture = subject.picture
    let region = subject.currentAnswer?.region
    let inside = canvas.pane(
      picture?.name ?? "Photograph", in: area,
      note: picture.map { "\($0.width)×\($0.height)" }, caption: region.map(seenWords))
    guard let picture else { return drawNoPhotograph(in: inside, &canvas) }
    let place = drawPhotograph(picture, region: region ?? Region(), in: inside, &canvas)
    if let region, region != Region(), !place.isEmpty {
      canvas.outline(Outline(region, of: place), in: place)
    }
  }

  private func seenWords(_ region: Region) -> String {
    region == Region()
      ? "the network sees the whole picture"
      : "framed: what the network sees; grey: cut away before it"
  }

  private func classesPane(in area: Rect, _ canvas: inout Canvas) {
    let answer = subject.currentAnswer
    let inside = mainPane(
      "Predictions" + (predict.scale.words.map { ", \($0)" } ?? ""), in: area,
      note: answer.map { answer in
        let time = Numbers.time(milliseconds: answer.phases.map(\.milliseconds).reduce(0, +))
        return answer.outputWords(width: area.width).map { "\($0) · \(time)" } ?? time
      },
      &canvas
    ).inset(1, 0)
    guard let answer else { return drawPredictionStatus(in: inside, &canvas) }
    let footRows = answer.isUntrained ? 4 : 3
    let (list, foot) = inside.splitBottom(inside.height >= 10 ? footRows : 0)
    drawClasses(answer, cursor: predict.cursor, by: predict.scale, in: list, &canvas)
    drawPhases(answer, in: foot, &canvas)
  }

  private func drawPhases(_ answer: PredictionFacts, in area: Rect, _ canvas: inout Canvas) {
    guard area.height > 0 else { return }
    let theme = canvas.theme
    canvas.frame.fill(Rect(area.x, area.y, area.width, 1), theme.style(.border), "─")
    let spans = answer.phases.enumerated().flatMap { index, phase in
      [
        Span((index > 0 ? "  " : "") + phase.name + " ", theme.style(.muted)),
        Span(Numbers.time(milliseconds: phase.milliseconds), theme.style(.text)),
      ]
    }
    canvas.frame.put(Line(spans), area.x, area.y + 1, in: area)
    canvas.text("weights \(answer.origin)", .muted, row: 2, of: area)
    if answer.isUntrained {
      canvas.text("untrained weights: this answer means nothing", .warning, row: 3, of: area)
    }
  }
}
