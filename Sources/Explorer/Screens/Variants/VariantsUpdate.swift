extension State {
  mutating func performInVariants(_ action: Action) -> [Effect] {
    switch action {
    case .mark: screens.variants.toggleMark()
    case .compare: dialog = .comparison(scroll: 0)
    case .sort:
      let order = screens.variants.order
      screens.variants.order = VariantsState.Order.allCases.neighbour(of: order, 1)
    case .pull: return screens.variants.current.map { pull($0.name) } ?? []
    case .activate, .right: if let row = screens.variants.current { choose(row) }
    default: break
    }
    return []
  }

  mutating func pull(_ variant: String) -> [Effect] {
    notice = nil  // the job's progress takes its place
    return jobs.start(PullJob(variant: variant))
  }

  /// Uses a network; one without weights opens a dialog first.
  private mutating func choose(_ row: VariantFacts) {
    if row.weights == .installed { return use(AskedNetwork(row.name)) }
    dialog = .weights(WeightsDialog(variant: row.name, canPull: row.weights == .downloadable))
  }

  mutating func use(_ network: AskedNetwork) {
    subject.network = network
    jobs.forgetFailure(AnswerJob.kind)
    screens.architecture.show(network.variant)
    screens.cam.networkChanged()
    notice = Notice(
      .done, "using \(network.variant)" + (network.isUntrained ? " with random weights" : ""))
  }
}
