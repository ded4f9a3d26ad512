import Architectures
import Figures
import Scaling
import Terminal

extension ScalingScreen {
  /// Draws a page in the pane beside the sliders; by default the chosen one.
  func drawPage(
    _ page: ScalingState.Page? = nil, in area: Rect, _ canvas: inout Canvas
  ) {
    let page = page ?? scaling.page
    // On a very small screen a diagram has no border.
    let inside =
      area.height < 12 && page.isDiagram
      ? area
      : canvas.pane(
        page.title, in: area, isFocused: pane == 1 && page == scaling.page, note: page.note
      ).inset(1, 0)
    switch page {
    case .stages: drawStages(in: inside, &canvas)
    case .sweep: drawSweep(in: inside, &canvas)
    case .figure3: drawFigure(PaperPlots.figure3, in: inside, &canvas)
    case .figure4: drawFigure(PaperPlots.figure4, in: inside, &canvas)
    case .figure8: drawFigure(PaperPlots.figure8, in: inside, &canvas)
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
      let failed = jobs.failure(of: SweepJob(question: question))
      return canvas.message(
        failed?.text ?? "counting …", failed == nil ? .muted : .error, in: area)
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
    let heights = figure.series.flatMap { $0.points.map(\.y) }
    let widest = figure.series.flatMap { $0.points.map(\.x) }.max() ?? 0
    if let network = scaling.network, network.base.family == .efficientNet,
      let low = heights.min(), let high = heights.max()
    {
      let macs = Double(network.cost.macs) / 1e9
      if macs <= widest {
        plot.series.append(
          PlotSeries(
            "these sliders", [PlotPoint(macs, low), PlotPoint(macs, high)], color: 3,
            marker: .none, isDashed: true))
      }
    }
    let (drawn, source) = area.splitBottom(area.height >= 16 ? 2 : 0)
    canvas.plot(plot, in: drawn)
    for (row, line) in figure.caption.wrapped(to: source.width).prefix(source.height).enumerated() {
      canvas.text(line, .muted, row: row, of: source)
    }
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
        let isPaper = candidate.rule == .paper
        return [
          .text(isPaper ? "★" : "", theme.style(.accent)),
          .text(Numbers.fixed(candidate.rule.alpha, 2), text),
          .text(Numbers.fixed(candidate.rule.beta, 2), text),
          .text(Numbers.fixed(candidate.rule.gamma, 2), text),
          .text(Numbers.fixed(candidate.rule.constraint, 4), text),
          .text(Numbers.magnitude(candidate.cost.macs), text),
          .text(Numbers.fixed(candidate.growth, 2), muted),
          .text(Numbers.magnitude(candidate.cost.parameters), muted),
          .text(isPaper ? "the paper's choice" : "", theme.style(.accent)),
        ]
      }, selected: scaling.searchCursor, firstRow: pane == 1 ? 0 : nil, in: area)
  }

  /// Draws the best networks that cost no more than the scaled one.
  private func drawBudget(in area: Rect, _ canvas: inout Canvas) {
    guard let question = scaling.budgetQuestion else {
      return canvas.message("There is no network with these factors.", in: area)
    }
    var lines: [(String, Theme.Role)] = [
      (
        "At most \(Numbers.magnitude(question.macs)) MACs and \(Numbers.bytes(question.bytes)) of "
          + "weights and activations, as the sliders' network needs:", .muted
      ), ("", .text),
    ]
    if let facts = scaling.cache.budget, facts.question.base == question.base {
      lines += words("best of Table 2", facts.published)
      lines += words("largest φ", facts.scaled)
    } else {
      lines.append((jobs.failed[BudgetJob.kind]?.failure.text ?? "searching …", .muted))
    }
    let wrapped = lines.flatMap { text, role in
      text.wrapped(to: max(1, area.width)).map { ($0, role) }
    }
    for (row, line) in wrapped.prefix(area.height).enumerated() {
      canvas.text(line.0, line.1, row: row, of: area)
    }
  }

  private func words(_ name: String, _ entry: BudgetFacts.Entry?) -> [(String, Theme.Role)] {
    guard let entry else { return [("\(name): none fits", .warning), ("", .text)] }
    let time = entry.needs.seconds.map { ", " + Numbers.time(milliseconds: $0 * 1e3) } ?? ""
    return [
      (
        "\(name): \(entry.title)" + (entry.phi.map { " at φ = \(Numbers.fixed($0, 2))" } ?? ""),
        .title
      ),
      (
        "  \(entry.resolution)², \(Numbers.magnitude(entry.needs.macs)) MACs, "
          + "\(Numbers.bytes(entry.needs.bytes))\(time)", .text
      ),
      (
        "  top-1 " + (entry.top1.map { "\(Numbers.fixed($0, 1)) %, " } ?? "") + entry.accuracy,
        .muted
      ), ("", .text),
    ]
  }
}

extension ScalingScreen {
  /// The command line that prints what the right pane shows.
  var commandLine: String {
    func option(_ slider: ScalingSlider) -> String {
      // The number in full, so that the command scales by the same factor.
      scaling.settingIsStandard(slider) ? "" : " --\(slider.rawValue) \(scaling.value(slider))"
    }
    let bases = [ScalingSlider.alpha, .beta, .gamma].map(option).joined()
    let command = "effscope scale \(scaling.base.name)"
    switch scaling.page {
    case .stages:
      return scaling.isCompound
        ? command + " --phi \(scaling.value(.phi))" + bases
        : command + [ScalingSlider.depth, .width, .resolution].map(option).joined()
    case .sweep:
      let kind = scaling.sweepQuestion.kind
      return command + " --sweep \(kind.rawValue)" + (kind == .compound ? bases : "") + " --chart"
    case .figure3: return "effscope scale --figure 3 --chart"
    case .figure4: return "effscope scale --figure 4 --chart"
    case .figure8: return "effscope scale --figure 8 --chart"
    case .search: return command + " --search"
    case .budget:
      guard let question = scaling.budgetQuestion else { return command }
      // Exact numbers; the screen rounds them to kilobytes and thousands.
      return command + bases + " --max-macs \(question.macs) --max-memory \(question.bytes)B"
    }
  }
}

extension ScalingState.Page {
  fileprivate var title: String {
    switch self {
    case .stages: "Stages"
    case .sweep: "Sweep"
    case .figure3: "Figure 3"
    case .figure4: "Figure 4"
    case .figure8: "Figure 8"
    case .search: "Grid search"
    case .budget: "Best within this cost"
    }
  }

  fileprivate var isDiagram: Bool {
    switch self {
    case .sweep, .figure3, .figure4, .figure8: true
    case .stages, .search, .budget: false
    }
  }

  /// The note in the pane's border.
  fileprivate var note: String? {
    switch self {
    case .stages, .sweep: nil
    case .figure3, .figure4, .figure8: "published points"
    case .search: "Tab, Enter takes one"
    case .budget: "equation 2"
    }
  }
}
