import Architectures
import Scaling
import Terminal

extension State {
  mutating func performInScaling(_ action: Action) -> [Effect] {
    if pane == 1, scaling.page == .search, let effects = performInSearch(action) { return effects }
    let knob = scaling.knob
    switch action {
    case .up: scaling.cursor = max(0, scaling.cursor - 1)
    case .down: scaling.cursor = min(scaling.knobs.count - 1, scaling.cursor + 1)
    case .left: scaling.turn(knob, by: -1)
    case .right: scaling.turn(knob, by: 1)
    case .pageUp: scaling.turn(knob, by: 10)
    case .pageDown: scaling.turn(knob, by: -10)
    case .top: scaling.set(knob, hundredths: knob.range.lowerBound)
    case .bottom: scaling.set(knob, hundredths: knob.range.upperBound)
    case .activate: scaling.set(knob, hundredths: knob.standard)
    case .nextBase: scaling.nextBase(1)
    case .previousBase: scaling.nextBase(-1)
    case .compound: scaling.toggleMode()
    case .nextView: turnScalingPage(1)
    case .previousView: turnScalingPage(-1)
    case .timeLayers:
      guard let network = scaling.network else { return [] }
      return jobs.start(.latency(network.variant))
    default: break
    }
    return []
  }

  private mutating func turnScalingPage(_ step: Int) {
    let all = ScalingView.Page.allCases
    let index = all.firstIndex(of: scaling.page) ?? 0
    scaling.page = all[(index + step + all.count) % all.count]
  }

  /// Moving in the table of the grid search; Enter takes a candidate's bases.
  private mutating func performInSearch(_ action: Action) -> [Effect]? {
    let candidates = scaling.candidates[scaling.base] ?? []
    if let moved = Self.moved(
      scaling.searchCursor, by: action, count: candidates.count, page: page)
    {
      scaling.searchCursor = moved
      return []
    }
    guard action == .activate, candidates.indices.contains(scaling.searchCursor) else {
      return nil
    }
    scaling.take(candidates[scaling.searchCursor].rule)
    return []
  }

  /// Moves the slider that the mouse holds to a column of the screen.
  mutating func drag(to column: Int) {
    guard let index = scaling.dragged, scaling.knobs.indices.contains(index),
      let track = canvas.area(of: .knob(index))
    else { return }
    scaling.cursor = index
    let share = Double(column - track.x) / Double(max(1, track.width - 1))
    scaling.set(scaling.knobs[index], share: max(0, min(1, share)))
  }

  mutating func performInResults(_ action: Action) -> [Effect] {
    let count = results.table?.rows.count ?? 0
    if let moved = Self.moved(results.cursor, by: action, count: count, page: page) {
      results.cursor = moved
      return []
    }
    switch action {
    case .left: results.scroll = max(0, results.scroll - 1)
    case .right: results.scroll = min(resultsScrollLimit, results.scroll + 1)
    case .nextView: results.next(1)
    case .previousView: results.next(-1)
    case .filter: results.isFiltering = true
    case .sort: results.sortByNext()
    case .reverseSort: results.turnOrder()
    case .plot: results.showsPlot.toggle()
    case .axis: nextAxis()
    case .timeLayers: return measureRow()
    case .measureAll:
      results.unmeasurable = []
      results.isMeasuring = true
    default: break
    }
    return []
  }

  /// Another data set, other counts, equal differences instead of ratios: what the diagram offers.
  private mutating func nextAxis() {
    if results.topic == .transfer {
      results.dataSet = (results.dataSet + 1) % DataSet.all.count
      return
    }
    switch (results.axis, results.isLogarithmic) {
    case (.macs, true): results.isLogarithmic = false
    case (.macs, false): (results.axis, results.isLogarithmic) = (.parameters, true)
    case (.parameters, true): results.isLogarithmic = false
    case (.parameters, false): (results.axis, results.isLogarithmic) = (.macs, true)
    }
  }

  /// Measures the network in the row under the cursor.
  private mutating func measureRow() -> [Effect] {
    guard let variant = variantUnderCursor else { return [] }
    results.unmeasurable.remove(variant)
    return jobs.start(.latency(variant))
  }

  /// The network that the row under the cursor stands for.
  package var variantUnderCursor: Variant? {
    guard let table = results.table, table.rows.indices.contains(results.cursor),
      let column = table.columns.firstIndex(where: { $0.key == "network" }),
      case .text(let name) = table.rows[results.cursor][column]
    else { return nil }
    return PublishedModel.variant(named: name)
  }

  /// Starts what the laboratory's screens lack.
  mutating func pursueLaboratory() -> [Effect] {
    var effects: [Effect] = []
    if screen == .scaling {
      scaling.prepare()
      if scaling.rates[scaling.base] == nil { effects += jobs.ensure(.rates(scaling.base)) }
      switch scaling.page {
      case .sweep, .stages:
        let question = scaling.sweepQuestion
        if scaling.sweeps[question] == nil { effects += jobs.ensure(.sweep(question)) }
      case .search:
        if scaling.candidates[scaling.base] == nil { effects += jobs.ensure(.search(scaling.base)) }
      case .budget:
        if let question = scaling.budgetQuestion, scaling.budget?.question != question {
          effects += jobs.ensure(.budget(question))
        }
      case .figure3, .figure4, .figure8: break
      }
    }
    if screen == .results {
      if !results.counted.contains(results.topic) {
        effects += jobs.ensure(.results(results.topic))
      }
      results.show(resultsChoices)
    }
    if let variant = nextUnmeasured {
      effects += jobs.ensure(.latency(variant))
    } else {
      results.isMeasuring = false
    }
    return effects
  }

  /// Takes in measured seconds; those that are known already are the newer ones.
  mutating func keep(recorded: [Variant: Double], of topic: ResultsTopic) {
    latencies.merge(recorded) { now, _ in now }
    results.note(counted: topic)
  }
}
