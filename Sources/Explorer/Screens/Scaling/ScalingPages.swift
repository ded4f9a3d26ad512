import Architectures
import Explanations
import Figures
import Scaling
import Terminal

extension ScalingScreen {
  /// Draws a page in the pane beside the sliders; by default the chosen one.
  func drawPage(
    _ page: ScalingState.Page? = nil, in area: Rect, _ canvas: inout Canvas
  ) {
    let page = page ?? scaling.page
    let figure = page.figure
    // On a very small screen a diagram has no border.
    let inside =
      area.height < 12 && (page == .sweep || figure != nil)
      ? area
      : canvas.pane(
        page.rawValue, in: area, isFocused: pane == 1 && page == scaling.page, note: page.note
      ).inset(1, 0)
    switch page {
    case .stages: drawStages(in: inside, &canvas)
    case .sweep: drawSweep(in: inside, &canvas)
    case .figure3, .figure4, .figure8: if let figure { drawFigure(figure, in: inside, &canvas) }
    case .search: drawSearch(in: inside, &canvas)
    case .budget: drawBudget(in: inside, &canvas)
    }
  }

  private func drawStages(in area: Rect, _ canvas: inout Canvas) {
    guard let network = scaling.network else {
      return canvas.message("There is no network with these factors.", in: area)
    }
    let theme = canvas.theme
    let (text, muted) = (theme.style(.text), theme.style(.muted))
    let largest = Double(max(1, network.stages.map(\.cost.macs).max() ?? 1))
    canvas.table(
      [
        .init("Stage", 7), .init("Operator", 13, isFlexible: true, dropOrder: 1),
        .init("Output", 12, .trailing), .init("×", 3, .trailing),
        .init("Params", 7, .trailing, dropOrder: 2), .init("MACs", 7, .trailing),
        .init("", 10, dropOrder: 3),
      ],
      network.stages.map { row in
        let fraction = Double(row.cost.macs) / largest
        return [
          .text(row.stage.name, theme.style(.text, .bold)), .text(row.stage.title, muted),
          .text(row.output.text, text),
          .text(row.stage.repeats > 1 ? "\(row.stage.repeats)" : "", text),
          .text(Numbers.magnitude(row.cost.parameters), text),
          .text(Numbers.magnitude(row.cost.macs), text), .bar(fraction, theme.gradient(fraction)),
        ]
      }, selected: nil, firstRow: nil, in: area)
  }

  /// Draws the sweep along the chosen slider, with a mark at the scaled network.
  private func drawSweep(in area: Rect, _ canvas: inout Canvas) {
    let question = scaling.sweepQuestion
    guard let sweep = scaling.cache.sweeps[question] else {
      return canvas.waiting(
        "counting …", jobs.failure(of: SweepJob(question: question)), in: area)
    }
    var plot = sweep.costPlot
    if let network = scaling.network {
      let value =
        network.phi ?? question.kind.dimension.map { dimension in
          switch dimension {
          case .depth: network.factors.depth
          case .width: network.factors.width
          case .resolution: network.factors.resolution
          }
        } ?? 1
      plot.series.append(
        PlotSeries(
          "these sliders", [PlotPoint(value, network.growth)], color: 2, marker: .diamond,
          isJoined: false))
    }
    canvas.plot(plot, in: area)
  }

  /// Draws a figure of the paper, with a line at the scaled network's MACs.
  private func drawFigure(_ figure: Plot, in area: Rect, _ canvas: inout Canvas) {
    var plot = figure
    let points = figure.series.flatMap(\.points)
    let macs = scaling.network.map { Double($0.cost.macs) / 1e9 }
    if scaling.base.family == .efficientNet, let macs, macs <= points.map(\.x).max() ?? 0,
      let low = points.map(\.y).min(), let high = points.map(\.y).max()
    {
      plot.series.append(
        PlotSeries(
          "these sliders", [PlotPoint(macs, low), PlotPoint(macs, high)], color: 3, marker: .none,
          isDashed: true))
    }
    let (drawn, source) = area.splitBottom(area.height >= 16 ? 2 : 0)
    canvas.plot(plot, in: drawn)
    canvas.lines(figure.caption.wrapped(to: source.width), .muted, in: source)
  }

  /// Draws the (α, β, γ) of the grid search that satisfy the constraint, the paper's choice marked.
  private func drawSearch(in area: Rect, _ canvas: inout Canvas) {
    guard let candidates = scaling.cache.candidates[scaling.base] else {
      return canvas.message(jobs.failed[SearchJob.kind]?.failure.text ?? "counting …", in: area)
    }
    let theme = canvas.theme
    let (text, muted) = (theme.style(.text), theme.style(.muted))
    canvas.table(
      [
        .init("", 1), .init("α", 4, .trailing), .init("β", 4, .trailing),
        .init("γ", 4, .trailing), .init("α·β²·γ²", 7, .trailing), .init("MACs", 7, .trailing),
        .init("×", 5, .trailing, dropOrder: 1), .init("Params", 7, .trailing, dropOrder: 2),
        .init("", 6, isFlexible: true, dropOrder: 3),
      ],
      candidates.map { candidate in
        let (rule, cost) = (candidate.rule, candidate.cost)
        let isPaper = rule == .paper
        return [
          .text(isPaper ? "★" : "", theme.style(.accent)),
          .text(Numbers.fixed(rule.alpha, 2), text), .text(Numbers.fixed(rule.beta, 2), text),
          .text(Numbers.fixed(rule.gamma, 2), text), .text(Numbers.fixed(rule.constraint, 4), text),
          .text(Numbers.magnitude(cost.macs), text),
          .text(Numbers.fixed(candidate.growth, 2), muted),
          .text(Numbers.magnitude(cost.parameters), muted),
          .text(isPaper ? "the paper's choice" : "", theme.style(.accent)),
        ]
      }, selected: scaling.searchCursor, firstRow: pane == 1 ? 0 : nil, in: area)
  }

  private func drawBudget(in area: Rect, _ canvas: inout Canvas) {
    guard let question = scaling.budgetQuestion else {
      return canvas.message("There is no network with these factors.", in: area)
    }
    let limits =
      "At most \(Numbers.magnitude(question.macs)) MACs and \(Numbers.bytes(question.bytes)) of "
      + "weights and activations, as the sliders' network needs:"
    var lines: [(String, Theme.Role)] = [(limits, .muted), ("", .text)]
    if let facts = scaling.cache.budget, facts.question.base == question.base {
      lines += words("best of Table 2", facts.published)
      lines += words("largest φ", facts.scaled)
    } else {
      lines.append((jobs.failed[BudgetJob.kind]?.failure.text ?? "searching …", .muted))
    }
    let wrapped = lines.flatMap { text, role in
      text.wrapped(to: max(1, area.width)).map { ($0, role) }
    }
    for (row, line) in wrapped.enumerated() { canvas.text(line.0, line.1, row: row, of: area) }
  }

  private func words(_ name: String, _ entry: BudgetFacts.Entry?) -> [(String, Theme.Role)] {
    guard let entry else { return [("\(name): none fits", .warning), ("", .text)] }
    let needs = entry.needs
    let time = needs.seconds.map { ", " + Numbers.time(milliseconds: $0 * 1e3) } ?? ""
    let cost = "\(Numbers.magnitude(needs.macs)) MACs, \(Numbers.bytes(needs.bytes))"
    let phi = entry.phi.map { " at φ = \(Numbers.fixed($0, 2))" } ?? ""
    let top1 = entry.top1.map { "\(Numbers.fixed($0, 1)) %, " } ?? ""
    return [
      ("\(name): \(entry.title)\(phi)", .title),
      ("  \(entry.resolution)², \(cost)\(time)", .text),
      ("  top-1 \(top1)\(entry.accuracy)", .muted), ("", .text),
    ]
  }
}

extension ScalingScreen {
  var command: CommandLineText {
    if scaling.page.figure != nil {
      var line = CommandLineText("scale")
      line.add("figure", scaling.page.rawValue.split(separator: " ").last.map(String.init))
      line.add(flag: "chart")
      return line
    }
    var line = CommandLineText("scale", scaling.base.name)
    func add(_ slider: ScalingSlider) {
      // The number in full, so that the command scales by the same factor.
      line.add(slider.rawValue, "\(scaling.value(slider))", isUnconditional: true)
    }
    func addMoved(_ sliders: [ScalingSlider]) {
      for slider in sliders where !scaling.settingIsStandard(slider) { add(slider) }
    }
    let bases = [ScalingSlider.alpha, .beta, .gamma]
    switch scaling.page {
    case .stages:
      if scaling.isCompound { add(.phi) }
      addMoved(scaling.isCompound ? bases : [.depth, .width, .resolution])
    case .sweep:
      let kind = scaling.sweepQuestion.kind
      line.add("sweep", kind.rawValue)
      if kind == .compound { addMoved(bases) }
      line.add(flag: "chart")
    case .search: line.add(flag: "search")
    case .budget:
      guard let question = scaling.budgetQuestion else { break }
      addMoved(bases)
      // Exact numbers; the screen rounds them to kilobytes and thousands.
      line.add("max-macs", "\(question.macs)")
      line.add("max-memory", "\(question.bytes)B")
    case .figure3, .figure4, .figure8: break
    }
    return line
  }
}

extension ScalingState.Page {
  fileprivate var figure: Plot? {
    switch self {
    case .figure3: PaperPlots.figure3
    case .figure4: PaperPlots.figure4
    case .figure8: PaperPlots.figure8
    case .stages, .sweep, .search, .budget: nil
    }
  }

  fileprivate var note: String? {
    switch self {
    case .stages, .sweep: nil
    case .figure3, .figure4, .figure8: "published points"
    case .search: "Tab, Enter takes one"
    case .budget: "equation 2"
    }
  }
}
