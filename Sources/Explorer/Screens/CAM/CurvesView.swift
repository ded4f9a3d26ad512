import Figures
import Terminal

extension CAMScreen {
  /// Seconds that the curves may take to be computed without being asked for.
  private static let freeCurveSeconds = 4.0

  /// Whether the outputs are probabilities, which the curves follow.
  var hasProbabilities: Bool { targetClass?.probability != nil }

  /// Seconds that both curves need, from the time of the prediction's forward pass.
  private var curveSeconds: Double {
    let pass = subject.currentAnswer?.phases.first { $0.name == "forward" }?.milliseconds ?? 0
    return pass * Double(ModelCache.curvePasses) / 1000
  }

  /// Whether the curves are computed unasked: they have a place and cost little.
  var curvesAreAutomatic: Bool {
    layout.hasCurves && hasProbabilities && curveSeconds <= Self.freeCurveSeconds
  }

  var wantsCurves: Bool { hasProbabilities && (cam.showsCurves || curvesAreAutomatic) }

  /// Draws the insertion and deletion curves of a map with axes and the areas under them.
  func drawCurves(_ question: MapQuestion, in area: Rect, _ canvas: inout Canvas) {
    guard area.height > 4 else { return }
    guard hasProbabilities else {
      return canvas.message(
        "No insertion and deletion curves: the network's outputs are plain numbers, and the "
          + "curves follow a probability.", in: area)
    }
    guard let facts = cam.maps.curves[question] else {
      let failure = jobs.failure(of: CurvesJob(question: question))
      let offer =
        "\(keyName(.curves)) computes insertion and deletion curves: \(ModelCache.curvePasses) "
        + "passes, about \(Numbers.time(milliseconds: curveSeconds * 1e3))"
      return canvas.waiting(
        wantsCurves ? "inserting and deleting pixels …" : offer, failure, in: area)
    }
    let sentences = Self.curveWords.wrapped(to: max(1, area.width))
    let (drawn, foot) = area.splitBottom(area.height >= 12 + sentences.count ? sentences.count : 0)
    canvas.plot(Self.plot(facts, label(question.target)), in: drawn)
    canvas.lines(sentences, .muted, in: foot)
  }

  /// What a good curve does.
  private static let curveWords =
    "A good map: insertion rises at once (area near 1), deletion falls at once (area near 0)."

  /// The curves as a diagram: probability over the share of the pixels.
  package static func plot(_ facts: CurveFacts, _ label: String) -> Plot {
    func series(_ name: String, _ curve: CurveFacts.Curve, color: Int) -> PlotSeries {
      let last = Double(max(1, curve.probabilities.count - 1))
      return PlotSeries(
        "\(name), area \(Numbers.fixed(curve.area, 3))",
        curve.probabilities.enumerated().map {
          PlotPoint(Double($0.offset) / last * 100, $0.element)
        },
        color: color, marker: .none)
    }
    return Plot(
      title: "", x: PlotAxis("% of the pixels changed", range: 0...100),
      y: PlotAxis("probability of \(label)", range: 0...1),
      series: [
        series("insertion", facts.insertion, color: 0),
        series("deletion", facts.deletion, color: 1),
      ])
  }
}
