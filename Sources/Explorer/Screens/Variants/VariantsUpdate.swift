extension State {
  mutating func performInVariants(_ action: Action) -> [Effect] {
    switch action {
    case .mark: screens.variants.toggleMark()
    case .nextView: screens.variants.showsAll.toggle()
    case .compare: dialog = .comparison(scroll: 0)
    case .sort:
      let order = screens.variants.order
      screens.variants.order = VariantsState.Order.allCases.neighbour(of: order, 1)
    case .activate, .right: return screens.variants.current.map { choose($0) } ?? []
    default: break
    }
    return []
  }

  mutating func pull(_ variant: String, for purpose: PullJob.Purpose = .install) -> [Effect] {
    notice = nil  // the job's progress takes its place
    return jobs.start(PullJob(variant: variant, purpose: purpose))
  }

  /// The network whose weights the key downloads: the row's, else the one in use.
  var pulledVariant: VariantFacts? {
    screen == .variants
      ? screens.variants.current : screens.variants.facts(subject.network.variant)
  }

  /// Loads and uses a network; one without weights opens a dialog first.
  private mutating func choose(_ row: VariantFacts) -> [Effect] {
    if row.weights == .installed { return jobs.start(LoadJob(variant: row.name)) }
    dialog = .weights(WeightsDialog(variant: row.name, canPull: row.weights == .downloadable))
    return []
  }

  mutating func use(_ network: AskedNetwork) {
    subject.network = network
    screens.variants.used = network.variant
    jobs.forgetFailure(AnswerJob.kind)
    screens.architecture.show(network.variant)
    screens.cam.networkChanged()
    notice = Notice(
      .done, "using \(network.variant)" + (network.isUntrained ? " with random weights" : ""))
  }
}
