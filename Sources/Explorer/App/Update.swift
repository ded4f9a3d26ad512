import Support
import Terminal

extension State {
  /// Applies a message to the state; returns the effects to carry out.
  package mutating func update(_ message: Message) -> [Effect] {
    var effects: [Effect] = []
    switch message {
    case .key(let key): effects = handle(key)
    case .mouse(let event): effects = handle(event)
    case .paste(let text): paste(text)
    case .reply(let reply): take(reply)
    case .resized(let size):
      terminal.size = size
      settleGallery()
    case .tick: tick()
    case .finished(let id, let result): take(result, id: id)
    case .failed(let kind, let id, let failure): take(failure, kind, id: id)
    case .problem(let text): notice = Notice(.failure, text)
    case .progressed(let kind, let id, let fraction, let text):
      jobs.progress(kind, id: id, fraction: fraction, text: text)
    }
    showKept()
    return effects + reconcileJobs()
  }

  /// The effects with which the program starts.
  package mutating func start() -> [Effect] {
    showKept()
    return reconcileJobs()
  }

  /// Shows results that are kept already, so that only missing ones are desired as jobs.
  private mutating func showKept() {
    switch screen {
    case .step:
      if let question = stepScreen.question, screens.step.shown?.question != question,
        let kept = screens.step.kept(question)
      {
        screens.step.show(kept)
      }
    case .cam:
      if screens.cam.grid == nil, let question = camScreen.question,
        let kept = screens.cam.maps.kept(question)
      {
        screens.cam.shown = kept
      }
    case .gallery:
      let visible = galleryScreen.visible
      screens.gallery.cache.rows.touch(visible)
      screens.gallery.cache.thumbnails.touch(visible)
    case .scaling: screens.scaling.prepare()
    case .results: screens.results.show(marked: screens.variants.marked)
    case .architecture:
      screens.architecture.arrange(isRoomy: ArchitecturePanes.isRoomy(context.body))
    case .variants, .predict, .files, .settings: break
    }
    if case .pixels = dialog, pixelQuestion == nil { dialog = nil }
    if screens.results.latencies.next == nil { screens.results.latencies.isMeasuring = false }
  }

  /// Whether the chosen network has weights to run with.
  var isRunnable: Bool {
    if subject.network.checkpoint != nil { return true }
    // Before the list is read the job itself reports missing weights.
    guard let facts = screens.variants.facts(subject.network.variant) else { return true }
    return facts.weights == .installed
  }

  private mutating func tick() {
    jobs.tick()
    terminal.tick()
    playOn()
    if var current = notice {
      current.ticks -= 1
      notice = current.ticks > 0 ? current : nil
    }
  }

  private mutating func paste(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    if dialog != nil { return pasteIntoDialog(line) }
    if let filter = typedFilter { self[keyPath: filter].field.insert(line) }
  }
}
