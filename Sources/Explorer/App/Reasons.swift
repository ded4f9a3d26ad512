import Support

extension State {
  /// Why an action is not possible now; nil if it is.
  package func reasonAgainst(_ action: Action) -> String? {
    if screen == .gallery, GalleryScreen.restrictedActions.contains(action) {
      return galleryScreen.reason(against: action)
    }
    let page = screens.results.page
    return switch action {
    case .pull: reasonAgainstPulling
    case .examine: reasonAgainstExamining
    case .recent: screens.files.recent.isEmpty ? "no photograph was opened yet" : nil
    case .timeLayers where screen == .results && screens.results.topic != .latency,
      .measureAll where screens.results.topic != .latency:
      "latencies stand in Table 4: \(keyName(.nextView)) goes there"
    case .plot where page != nil && page?.diagram == nil,
      .axis where page != nil && page?.diagram == nil:
      screens.results.topic == .latency
        ? "nothing is measured yet: \(keyName(.timeLayers)) measures a network"
        : "the paper has no diagram of this table"
    case .compare:
      screens.variants.marked.count < 2
        ? "mark two networks or more with \(keyName(.mark)) to compare them" : nil
    case .nextImage, .previousImage:
      screens.files.picture(1, from: subject.wantedPicture) == nil
        ? "there is no picture in \(screens.files.directory)" : nil
    case .fullResolution: reasonAgainstPixels
    case .export:
      reasonAgainstExplaining
        ?? (camScreen.shown?.question == camScreen.question ? nil : "the map is not ready yet")
    case .nextClass, .previousClass, .chooseClass, .nextMethod, .chooseMethod, .chooseLayer,
      .signed, .grid:
      reasonAgainstExplaining
    case .scale where screen == .cam: reasonAgainstExplaining
    case .versus, .chooseVersus:
      reasonAgainstExplaining
        ?? (camScreen.rivals.isEmpty ? "the network has no other class" : nil)
    case .curves: reasonAgainstExplaining ?? reasonAgainstCurves
    case .nextLayer: reasonAgainstExplaining ?? reasonAgainstLayers
    case .nextBlock where screen == .cam, .previousBlock where screen == .cam,
      .nextStage where screen == .cam, .previousStage where screen == .cam:
      reasonAgainstExplaining ?? reasonAgainstLayers
    case .activate where screen == .predict: reasonAgainstExplaining
    default: nil
    }
  }

  /// The label of the key of an action on this screen, for sentences.
  func keyName(_ action: Action) -> String { context.keyName(action) }

  private var reasonAgainstPulling: String? {
    guard let row = pulledVariant else { return "the list of networks is not read yet" }
    if jobs.pull(of: row.name) != nil { return "the weights of \(row.name) are on their way" }
    switch row.weights {
    case .installed: return "the weights of \(row.name) are installed already"
    case .absent:
      return "no weights of \(row.name) are published for download: Enter on its row of Variants "
        + "takes a file of yours, or random weights"
    case .downloadable: return nil
    }
  }

  private var reasonAgainstExplaining: String? {
    if subject.currentAnswer != nil { return nil }
    if subject.wantedPicture == nil {
      return "no photograph is open: \(keyName(.showFiles)) chooses one"
    }
    if !isRunnable {
      let variant = subject.network.variant
      if jobs.pull(of: variant) != nil { return "the weights of \(variant) are on their way" }
      return
        "the weights of \(variant) are not installed: \(keyName(.showVariants)) chooses a network"
    }
    if let failed = jobs.failed[AnswerJob.kind] { return failed.failure.sentence }
    return "the network has not answered yet"
  }

  private var reasonAgainstLayers: String? {
    guard let method = camScreen.method else { return nil }
    if method.isPixelLevel {
      return "\(method.title) explains the pixels and has no layer: "
        + "\(keyName(.chooseLayer)) lists layers, with a method for each"
    }
    let others = screens.cam.methods.contains { $0.explains(isLast: false) }
    return others ? nil : "\(method.title) explains the last stage only"
  }

  private var reasonAgainstCurves: String? {
    if !camScreen.hasProbabilities {
      return "the network's outputs are plain numbers: the curves follow a probability"
    }
    return camScreen.curvesAreAutomatic && !screens.cam.showsCurves
      ? "the curves are on the screen already" : nil
  }
}
