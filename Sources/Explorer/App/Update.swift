import Terminal

extension State {
  /// Changes the state by one message and says what has to be done outside.
  package mutating func update(_ message: Message) -> [Effect] {
    var effects: [Effect] = []
    switch message {
    case .key(let key): effects = handle(key)
    case .mouse(let event): effects = handle(event)
    case .paste(let text): paste(text)
    case .reply(let reply): take(reply)
    case .resized(let size):
      self.size = size
      settleGallery()
    case .tick: tick()
    case .finished(let id, let result): take(result, id: id)
    case .failed(let purpose, let id, let failure): take(failure, purpose, id: id)
    case .problem(let text): notice = Notice(.failure, text)
    case .progressed(let purpose, let id, let fraction, let text):
      jobs.progress(purpose, id: id, fraction: fraction, text: text)
    }
    return effects + pursue()
  }

  /// The effects with which the program starts.
  package mutating func start() -> [Effect] {
    // The photograph first: it is what the person waits for.
    pursue() + jobs.ensure(.variants) + jobs.ensure(.listing(directory: files.directory))
  }

  /// Starts what the state wants and has not got: picture, answer, map, each on the one before.
  mutating func pursue() -> [Effect] {
    var effects: [Effect] = []
    if let path = subject.wantedPicture, subject.picture?.path != path {
      effects += jobs.ensure(.picture(path: path))
    }
    if screen == .files, let wanted = missingPreview {
      effects += jobs.ensure(.preview(path: wanted))
    }
    if let picture = subject.picture, subject.currentAnswer == nil, isRunnable {
      effects += jobs.ensure(.answer(subject.network, picture: picture.path))
    }
    if screen == .step, let question = stepQuestion, step.shown?.question != question {
      if let kept = step.kept(question) {
        step.show(kept)
      } else {
        effects += jobs.ensure(.step(question))
      }
    }
    if screen == .cam {
      effects += pursueMap()
      if cam.grid == nil, cam.showsCurves, let question = mapQuestion,
        cam.shown?.question == question, cam.curves[question] == nil
      {
        effects += jobs.ensure(.curves(question))
      }
    }
    if case .pixels(let preview) = overlay { effects += pursuePixels(preview) }
    return effects + pursueGallery() + pursueLaboratory() + cancelUnwanted()
  }

  /// Ends the jobs whose result nobody waits for any more.
  private mutating func cancelUnwanted() -> [Effect] {
    jobs.running.values.filter { !isWanted($0.order) }.map(\.order.purpose)
      .sorted { $0.rawValue < $1.rawValue }.flatMap { jobs.cancel($0) }
  }

  /// Whether a job's result would still be shown or kept.
  private func isWanted(_ order: WorkOrder) -> Bool {
    switch order {
    case .variants, .listing, .export, .pull, .gallery, .results, .latency: true
    case .rates(let base): screen == .scaling && scaling.base == base
    case .sweep(let question): screen == .scaling && scaling.sweepQuestion == question
    case .search(let base): screen == .scaling && scaling.base == base
    case .budget(let question): screen == .scaling && scaling.budgetQuestion == question
    case .picture(let path): subject.wantedPicture == path
    case .preview: screen == .files
    case .answer(let network, let picture):
      subject.network == network && subject.picture?.path == picture
        && subject.wantedPicture == picture
    case .step(let question): screen == .step && stepQuestion == question
    case .profile(let network, let resolution):
      architecture.variant == network.variant && architecture.resolution == resolution
    case .forecast(let question): screen == .cam && nextMapQuestion == question
    case .map(let question):
      // One that somebody agreed to pay for goes on behind other screens.
      screen == .cam ? nextMapQuestion == question : cam.allowed.contains(question)
    case .curves(let question):
      screen == .cam && cam.showsCurves && cam.grid == nil && mapQuestion == question
    case .pixels(let question):
      if case .pixels = overlay { pixelQuestion == question } else { false }
    }
  }

  /// The picture under the cursor, then those whose thumbnails are in view, if not decoded yet.
  private var missingPreview: String? {
    let current = files.current.flatMap { $0.kind == .picture ? [$0] : nil } ?? []
    return (current + files.following(thumbnailCount)).map(\.path).first {
      files.preview($0) == nil && files.failedPreviews[$0] == nil
    }
  }

  /// Starts the map that the screen lacks; an expensive one is forecast first, one that nobody waits
  /// for any more is cancelled.
  private mutating func pursueMap() -> [Effect] {
    guard let question = nextMapQuestion else { return jobs.cancel(.map) }
    if cam.grid == nil, let kept = cam.kept(question) {
      cam.shown = kept
      return jobs.cancel(.map)
    }
    var effects: [Effect] = []
    if let running = jobs.running[.map], running.order != .map(question) {
      effects += jobs.cancel(.map)
    }
    let isExpensive = methods.first { $0.name == question.method }?.isExpensive ?? false
    guard isExpensive, !cam.allowed.contains(question) else {
      return effects + jobs.ensure(.map(question))
    }
    guard let forecast = cam.forecasts[question] else {
      return effects + jobs.ensure(.forecast(question))
    }
    return forecast.seconds < Self.freeSeconds ? effects + jobs.ensure(.map(question)) : effects
  }

  /// Whether the chosen network has weights to run with.
  var isRunnable: Bool {
    if subject.network.checkpoint != nil { return true }
    // Until the list is known the work itself tells whether there are weights.
    guard let facts = variants.facts(subject.network.variant) else { return true }
    return facts.weights == .installed
  }

  private mutating func tick() {
    jobs.tick()
    tickInterview()
    playOn()
    if var current = notice {
      current.ticks -= 1
      notice = current.ticks > 0 ? current : nil
    }
  }

  private mutating func paste(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    if overlay != nil { return pasteIntoOverlay(line) }
    switch screen {
    case .variants where variants.isFiltering: variants.filter.insert(line)
    case .files where files.isFiltering: files.filter.insert(line)
    case .gallery where gallery.isFiltering: gallery.filter.insert(line)
    case .results where results.isFiltering: results.filter.insert(line)
    default: break
    }
  }
}
