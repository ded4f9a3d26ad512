extension State {
  mutating func performInArchitecture(_ action: Action) -> [Effect] {
    let isOpen = screens.architecture.current?.isOpen
    switch action {
    case .activate: openRow()
    case .right: if isOpen == false { screens.architecture.toggleCurrent() }
    case .left: screens.architecture.closeRow()
    case .expandAll: screens.architecture.toggleAll()
    case .nextMeasure:
      let measures = ArchitectureState.Measure.allCases
      screens.architecture.measure = measures.neighbour(of: screens.architecture.measure, 1)
      notice = Notice(.hint, "bars of \(screens.architecture.measure.rawValue)")
    case .timeLayers: return timeLayers()
    case .raiseResolution: screens.architecture.changeResolution(by: 32)
    case .lowerResolution: screens.architecture.changeResolution(by: -32)
    default: break
    }
    return []
  }

  /// Opens or closes the row under the cursor; a layer opens on the Step screen.
  private mutating func openRow() {
    guard let layer = screens.architecture.leaf else {
      return screens.architecture.toggleCurrent()
    }
    guard screens.architecture.variant == subject.network.variant else {
      let name = screens.architecture.variant
      notice = Notice(.hint, "\(name) is not the network in use, so no photograph runs through it")
      return
    }
    screens.step.goToLayer(layer, of: screens.architecture.network)
    show(.step)
  }

  mutating func timeLayers() -> [Effect] {
    screens.architecture.measure = .time
    let variant = screens.architecture.variant
    let checkpoint = variant == subject.network.variant ? subject.network.checkpoint : nil
    return jobs.start(
      ProfileJob(
        network: AskedNetwork(variant, checkpoint: checkpoint),
        resolution: screens.architecture.resolution))
  }
}
