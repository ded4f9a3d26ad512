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
    // The photograph first, as its prediction takes longest.
    pursue() + jobs.ensure(.variants) + jobs.ensure(.listing(directory: screens.files.directory))
  }

  /// Starts the jobs that the state lacks: picture, prediction, map, each after the one before.
  mutating func pursue() -> [Effect] {
    var effects: [Effect] = []
    if let path = subject.wantedPicture, subject.picture?.path != path {
      effects += jobs.ensure(.picture(path: path))
    }
    if screen == .files, let wanted = filesScreen.missingPreview {
      effects += jobs.ensure(.preview(path: wanted))
    }
    if let picture = subject.picture, subject.currentAnswer == nil, isRunnable {
      effects += jobs.ensure(.answer(subject.network, picture: picture.path))
    }
    if screen == .step, let question = stepScreen.question, screens.step.shown?.question != question
    {
      if let kept = screens.step.kept(question) {
        screens.step.show(kept)
      } else {
        effects += jobs.ensure(.step(question))
      }
    }
    if screen == .cam {
      effects += pursueMap()
      if screens.cam.grid == nil, screens.cam.showsCurves, let question = camScreen.question,
        screens.cam.shown?.question == question, screens.cam.maps.curves[question] == nil
      {
        effects += jobs.ensure(.curves(question))
      }
    }
    if case .pixels(let preview) = dialog { effects += pursuePixels(preview) }
    return effects + pursueGallery() + pursueLaboratory() + cancelUnwanted()
  }

  /// Cancels jobs whose result is no longer used.
  private mutating func cancelUnwanted() -> [Effect] {
    jobs.running.values.filter { !isWanted($0.order) }.map(\.order.purpose)
      .sorted { $0.rawValue < $1.rawValue }.flatMap { jobs.cancel($0) }
  }

  /// Whether a job's result would be shown or kept.
  private func isWanted(_ order: WorkOrder) -> Bool {
    switch order {
    case .variants, .listing, .export, .pull, .gallery, .results, .latency: true
    case .rates(let base): screen == .scaling && screens.scaling.base == base
    case .sweep(let question): screen == .scaling && screens.scaling.sweepQuestion == question
    case .search(let base): screen == .scaling && screens.scaling.base == base
    case .budget(let question): screen == .scaling && screens.scaling.budgetQuestion == question
    case .picture(let path): subject.wantedPicture == path
    case .preview: screen == .files
    case .answer(let network, let picture):
      subject.network == network && subject.picture?.path == picture
        && subject.wantedPicture == picture
    case .step(let question): screen == .step && stepScreen.question == question
    case .profile(let network, let resolution):
      screens.architecture.variant == network.variant
        && screens.architecture.resolution == resolution
    case .forecast(let question): screen == .cam && camScreen.nextQuestion == question
    case .map(let question):
      // Confirmed expensive maps keep running when the screen changes.
      screen == .cam
        ? camScreen.nextQuestion == question : screens.cam.maps.allowed.contains(question)
    case .curves(let question):
      screen == .cam && screens.cam.showsCurves && screens.cam.grid == nil
        && camScreen.question == question
    case .pixels(let question):
      if case .pixels = dialog { pixelQuestion == question } else { false }
    }
  }

  /// Starts the map that the screen lacks, after a forecast if it is expensive; cancels a map that is no
  /// longer used.
  private mutating func pursueMap() -> [Effect] {
    guard let question = camScreen.nextQuestion else { return jobs.cancel(.map) }
    if screens.cam.grid == nil, let kept = screens.cam.maps.kept(question) {
      screens.cam.shown = kept
      return jobs.cancel(.map)
    }
    var effects: [Effect] = []
    if let running = jobs.running[.map], running.order != .map(question) {
      effects += jobs.cancel(.map)
    }
    let isExpensive = screens.cam.methods.first { $0.name == question.method }?.isExpensive ?? false
    guard isExpensive, !screens.cam.maps.allowed.contains(question) else {
      return effects + jobs.ensure(.map(question))
    }
    guard let forecast = screens.cam.maps.forecasts[question] else {
      return effects + jobs.ensure(.forecast(question))
    }
    return forecast.seconds < CAMScreen.freeSeconds
      ? effects + jobs.ensure(.map(question)) : effects
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
