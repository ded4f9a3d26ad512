import Architectures
import Scaling
import Terminal

/// The sliders of the scaling laboratory beside one page about the scaled network.
struct ScalingScreen: ScreenView {
  let scaling: ScalingState
  let latencies: [Variant: Double]
  let context: ScreenContext

  func draw(in area: Rect, _ canvas: inout Canvas) {
    if isZoomed || area.width < 72 {
      return pane == 1 ? drawPage(in: area, &canvas) : drawSliders(in: area, &canvas)
    }
    let (left, right) = area.splitLeft(max(38, min(52, area.width * 2 / 5)))
    drawSliders(in: left, &canvas)
    guard area.height >= 34, scaling.page == .stages else { return drawPage(in: right, &canvas) }
    // On a tall screen the sweep is shown below the stages.
    let (top, bottom) = right.splitTop(min(16, area.height / 2))
    drawPage(in: top, &canvas)
    drawPage(.sweep, in: bottom, &canvas)
  }

  /// A line of the left pane; on a small screen lines of high `importance` are dropped first.
  private enum Row {
    case base, mode, slider(Int), fact(Fact), gap, reason

    var importance: Int {
      switch self {
      case .base, .slider: 0
      case .mode: 3
      case .fact(let fact): fact.importance
      case .reason: 9
      case .gap: 10
      }
    }
  }

  private typealias Fact = (name: String, value: String, role: Theme.Role, importance: Int)

  private func drawSliders(in area: Rect, _ canvas: inout Canvas) {
    let inside = mainPane(
      "Scaling", in: area, isFocused: pane == 0,
      note: scaling.isCompound ? "d = α^φ, w = β^φ, r = γ^φ" : nil, &canvas
    ).inset(1, 0)
    var rows: [Row] = [.base, .mode, .gap]
    rows += scaling.sliders.indices.map { .slider($0) } + [.gap] + facts.map { .fact($0) }
    if scaling.network != nil { rows.insert(.reason, at: rows.count - 5) }
    while rows.count > inside.height, let worst = rows.map(\.importance).max(), worst > 0,
      let index = rows.lastIndex(where: { $0.importance == worst })
    { rows.remove(at: index) }
    for (line, row) in rows.enumerated() where line < inside.height {
      draw(row, in: Rect(inside.x, inside.y + line, inside.width, 1), &canvas)
    }
    guard case .refused(let reason) = scaling.outcome else { return }
    canvas.lines(
      reason.wrapped(to: inside.width), .error, in: inside.splitTop(rows.count).rest)
  }

  private func draw(_ row: Row, in line: Rect, _ canvas: inout Canvas) {
    switch row {
    case .base: drawChoice("from", scaling.base.title, .nextBase, in: line, &canvas)
    case .mode:
      drawChoice(
        "by", scaling.isCompound ? "the compound rule" : "single factors", .compound, in: line,
        &canvas)
    case .slider(let index): drawSlider(index, in: line, &canvas)
    case .fact(let fact):
      canvas.fact(fact.name, fact.value, fact.role, indent: 12, of: line)
    case .reason: canvas.text("rounded: channels to 8, repeats up", .muted, row: 0, of: line)
    case .gap: break
    }
  }

  private func drawChoice(
    _ name: String, _ value: String, _ action: Action, in line: Rect, _ canvas: inout Canvas
  ) {
    canvas.fact(name, "‹ \(value) ›", .accent, indent: 12, of: line)
    canvas.hit(Rect(line.x + 12, line.y, line.width - 12, 1), .action(action))
  }

  private func drawSlider(_ index: Int, in line: Rect, _ canvas: inout Canvas) {
    let slider = scaling.sliders[index]
    let value = scaling.value(slider)
    let isChosen = index == scaling.cursor && pane == 0
    let style = canvas.row(line, isSelected: isChosen)
    canvas.frame.put(slider.title, line.x, line.y, style, in: line)
    let number = Numbers.fixed(value, 2).padded(to: 6, .trailing)
    canvas.frame.put(number, line.x + 12, line.y, style, in: line)
    let track = Rect(line.x + 19, line.y, max(0, line.width - 19), 1)
    canvas.bar(
      slider.fraction(value), isChosen ? style.foreground : canvas.theme[.series1],
      on: style.background, in: track)
    canvas.hit(line, .row(index))
    canvas.hit(track, .slider(index))
  }

  /// The facts about the scaled network, in reading order.
  private var facts: [Fact] {
    var facts: [Fact] = []
    func add(_ name: String, _ value: String, _ role: Theme.Role = .text, importance: Int) {
      facts.append((name, value, role, importance))
    }
    if scaling.isCompound {
      let constraint = scaling.rule.constraint
      let isMet = (constraint - 2).magnitude <= 0.1
      add(
        "α·β²·γ²", Numbers.fixed(constraint, 4) + (isMet ? "  ≈ 2, as asked" : "  not near 2"),
        isMet ? .success : .warning, importance: 2)
      let factors = scaling.factors
      let dimensions = [("d", factors.depth), ("w", factors.width), ("r", factors.resolution)]
      let values = dimensions.map { "\($0.0) \(Numbers.fixed($0.1, 2))" }
      add("factors", values.joined(separator: "  "), importance: 6)
    }
    guard let network = scaling.network else { return facts }
    add("parameters", Numbers.magnitude(network.cost.parameters), importance: 1)
    let macs = Numbers.magnitude(network.cost.macs)
    add("MACs", macs + "  at \(network.variant.resolution)²", importance: 1)
    let ideal = Numbers.significant(network.idealGrowth)
    let expected =
      network.phi.map { ", 2^φ \(Numbers.significant(CompoundScaling.doubling($0)))" }
      ?? ", d·w²·r² \(ideal)"
    add("MACs ×", "\(Numbers.significant(network.growth)) counted" + expected, importance: 3)
    if network.phi != nil { add("unrounded", "\(ideal) = (α·β²·γ²)^φ", importance: 7) }
    add("weights", Numbers.bytes(network.weightBytes), importance: 5)
    add("activations", Numbers.bytes(network.activationBytes), importance: 5)
    let isPredictable = jobs.failed[RatesJob.kind] == nil
    add(
      "predicted",
      scaling.predicted.map { Numbers.time(milliseconds: $0 * 1e3) + ", one thread" }
        ?? (isPredictable ? "measuring the base …" : "–"), importance: 2)
    add("measured", measuredWords(network.variant), importance: 4)
    let estimate = network.accuracy
    let isPublished = estimate.map { $0.lower == $0.upper } ?? false
    add(
      "top-1",
      estimate.map {
        "\(Numbers.fixed($0.top1, 1)) %, " + (isPublished ? "published" : "a guess")
      } ?? "unknown", isPublished ? .text : .muted, importance: 8)
    return facts
  }

  private func measuredWords(_ variant: Variant) -> String {
    if let seconds = latencies[variant] {
      return Numbers.time(milliseconds: seconds * 1e3) + ", untrained weights"
    }
    if jobs.running(LatencyJob(variant: variant)) != nil { return "measuring …" }
    return "press \(keyName(.timeLayers))"
  }
}
