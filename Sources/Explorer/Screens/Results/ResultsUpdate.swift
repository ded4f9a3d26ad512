extension State {
  mutating func performInResults(_ action: Action) -> [Effect] {
    switch action {
    case .left: screens.results.scroll = max(0, screens.results.scroll - 1)
    case .right:
      screens.results.scroll = min(resultsScreen.scrollLimit, screens.results.scroll + 1)
    case .nextView: screens.results.next(1)
    case .previousView: screens.results.next(-1)
    case .sort: screens.results.sortByNext()
    case .reverseSort: screens.results.turnOrder()
    case .plot: screens.results.plot.isShown.toggle()
    case .axis: screens.results.plot.nextAxis(of: screens.results.topic)
    case .timeLayers:
      guard let variant = screens.results.currentVariant else { return [] }
      screens.results.latencies.unmeasurable.remove(variant)
      return measure(variant)
    case .measureAll:
      screens.results.latencies.unmeasurable = []
      screens.results.latencies.isMeasuring = true
    default: break
    }
    return []
  }
}
