extension State {
  /// Why an action can't be done now; nil if it can.
  package func reasonAgainst(_ action: Action) -> String? {
    if action == .showGallery || screen == .gallery && Self.galleryActions.contains(action) {
      return reasonAgainstInGallery(action)
    }
    return switch action {
    case .pull: reasonAgainstPulling
    case .recent:
      files.recent.isEmpty ? "no photograph was opened yet" : nil
    case .timeLayers where screen == .results && results.topic != .latency,
      .measureAll where results.topic != .latency:
      "latencies stand in Table 4: \(keyName(.nextView)) goes there"
    case .plot where results.page != nil && results.page?.diagram == nil,
      .axis where results.page != nil && results.page?.diagram == nil:
      results.topic == .latency
        ? "nothing is measured yet: \(keyName(.timeLayers)) measures a network"
        : "the paper has no diagram of this table"
    case .compare:
      variants.marked.count < 2
        ? "mark two networks or more with \(keyName(.mark)) to compare them" : nil
    case .nextImage, .previousImage:
      files.picture(1, from: subject.wantedPicture) == nil
        ? "there is no picture in \(files.directory)" : nil
    case .fullResolution: reasonAgainstPixels
    case .export: reasonAgainstExplaining ?? (cam.shown == nil ? "the map is not ready yet" : nil)
    case .nextClass, .previousClass, .chooseClass, .nextMethod, .previousMethod, .signed, .versus,
      .chooseVersus, .grid, .curves:
      reasonAgainstExplaining
    case .nextLayer, .previousLayer: reasonAgainstExplaining ?? reasonAgainstLayers
    case .nextBlock where screen == .cam, .previousBlock where screen == .cam:
      reasonAgainstExplaining ?? reasonAgainstLayers
    case .activate where screen == .predict: reasonAgainstExplaining
    default: nil
    }
  }

  /// The key that an action has on this screen, for sentences.
  func keyName(_ action: Action) -> String {
    keymap.binding(for: action, on: screen)?.label ?? action.rawValue
  }

  private var reasonAgainstPulling: String? {
    guard let row = variants.current else { return "the list of networks is not read yet" }
    switch row.weights {
    case .installed: return "the weights of \(row.name) are installed already"
    case .absent:
      return "nobody publishes weights of \(row.name) that could be pulled; use --checkpoint FILE"
    case .downloadable: return nil
    }
  }

  private var reasonAgainstExplaining: String? {
    if subject.currentAnswer != nil { return nil }
    if subject.wantedPicture == nil {
      return "no photograph is open: \(keyName(.showFiles)) chooses one"
    }
    if !isRunnable {
      return
        "the weights of \(subject.network.variant) are not installed: \(keyName(.showVariants)) chooses a network"
    }
    if let failed = jobs.failed[.answer] { return failed.failure.sentence }
    return "the network has not answered yet"
  }

  private var reasonAgainstLayers: String? {
    if let method, method.isPixelLevel {
      return "\(method.title) explains the pixels: it has no layer"
    }
    guard let method, method.isLastStageOnly else { return nil }
    return methods.contains { !$0.isLastStageOnly }
      ? "\(method.title) explains the last stage only: \(keyName(.nextMethod)) chooses another method"
      : "\(method.title) explains the last stage only"
  }
}
