import Terminal

extension State {
  /// Handles a key: a dialog receives it first, then a filter being typed, then the keymap.
  mutating func handle(_ key: Key) -> [Effect] {
    if key == .control("c") { return perform(.interrupt) }
    if key == .control("z") { return [.suspend] }
    if key == .control("l") { return [.redraw] }
    if notice?.kind == .failure { notice = nil }
    if dialog != nil { return handleInDialog(key) }
    if let filter = typedFilter {
      type(key, into: filter)
      return []
    }
    guard let action = preferences.keymap.action(for: key, on: screen) else { return [] }
    return perform(action)
  }

  /// Carries out an action, or shows why it is not possible.
  package mutating func perform(_ action: Action) -> [Effect] {
    if let reason = reasonAgainst(action) {
      notice = Notice(.hint, reason)
      return []
    }
    if let effects = performEverywhere(action) { return effects }
    if let list,
      let moved = Self.moved(self[keyPath: list.cursor], by: action, count: list.count, page: page)
    {
      self[keyPath: list.cursor] = moved
      return []
    }
    switch screen {
    case .variants: return performInVariants(action)
    case .architecture: return performInArchitecture(action)
    case .step: return performInStep(action)
    case .predict: return performInPredict(action)
    case .cam: return performInCAM(action)
    case .files: return performInFiles(action)
    case .scaling: return performInScaling(action)
    case .results: return performInResults(action)
    case .settings: return performInSettings(action)
    case .gallery: return performInGallery(action)
    }
  }

  /// Carries out an action that is the same on every screen; nil for other actions.
  private mutating func performEverywhere(_ action: Action) -> [Effect]? {
    if let target = ScreenID.allCases.first(where: { $0.action == action }) {
      if target == .gallery, screens.gallery.library == nil {
        dialog = .examine(ExamineDialog())
      } else {
        show(target)
      }
      return []
    }
    switch action {
    case .quit: return [.quit]
    case .interrupt: return interrupt()
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .retry:
      jobs.forgetFailures()
      return rereadFiles()
    case .help: dialog = .help(scroll: 0)
    case .messages: dialog = .messages(MessagesDialog())
    case .palette: dialog = .palette(Palette())
    case .chooseTheme:
      let index = ThemeCatalogue.identifiers.firstIndex(of: look.theme.identifier) ?? 0
      dialog = .themes(ThemePicker(former: look.theme, cursor: index))
    case .copyCommand: return copy(commandLine)
    case .fullResolution: dialog = .pixels(PixelPreview())
    case .zoom:
      focus.isZoomed.toggle()
      settleGallery()
    case .pull: return pulledVariant.map { pull($0.name) } ?? []
    case .nextPane: focus.pane = (focus.pane + 1) % paneCount
    case .previousPane: focus.pane = (focus.pane + paneCount - 1) % paneCount
    case .nextImage: openPicture(step: 1)
    case .previousImage: openPicture(step: -1)
    case .back: goBack()
    case .filter: if let filterPath { self[keyPath: filterPath].isTyping = true }
    default: return nil
    }
    return []
  }

  /// Shows another screen; Escape leads back to this one if it keeps the trail.
  mutating func show(_ target: ScreenID, keepsTrail: Bool = false) {
    guard target != screen else { return }
    focus = Focus(screen: target, trail: keepsTrail ? focus.trail + [screen] : [])
    if target == .architecture || target == .step {
      screens.architecture.show(subject.network.variant)
    }
    if target == .architecture { screens.architecture.follow(screens.step.layer) }
  }

  /// Number of panes that can have the focus.
  private var paneCount: Int { screen == .step ? 3 : 2 }

  /// Reads the photograph again, and on Files the directory.
  private mutating func rereadFiles() -> [Effect] {
    screens.cam.maps.failures = [:]
    subject.mustReread = subject.wantedPicture != nil
    return screen == .files ? jobs.start(ListingJob(directory: screens.files.directory)) : []
  }

  private mutating func interrupt() -> [Effect] {
    guard let job = jobs.shown else { return [.quit] }
    notice = Notice(
      .hint, "cancelled \(job.job.kind.activity); \(keyName(.retry)) tries again")
    return jobs.stop(job.job.kind)
  }

  mutating func copy(_ command: String) -> [Effect] {
    notice = Notice(.done, "copied: \(command)")
    return [.copy(command)]
  }

  private mutating func openPicture(step: Int) {
    guard let path = screens.files.picture(step, from: subject.wantedPicture) else { return }
    open(path)
  }

  /// Makes a photograph the subject.
  mutating func open(_ path: String) {
    jobs.forgetFailure(PictureJob.kind)
    jobs.forgetFailure(AnswerJob.kind)
    // The file may have been replaced since it was opened.
    subject.mustReread = subject.wantedPicture == path
    subject.wantedPicture = path
    screens.files.cursor = path
    screens.files.remember(path)
  }

  /// Leaves the zoomed pane, else what the screen has open, else removes its filter.
  private mutating func goBack() {
    if focus.isZoomed {
      focus.isZoomed = false
      settleGallery()
      return
    }
    switch screen {
    case .step where screens.step.playback.isPlaying: screens.step.playback.isPlaying = false
    case .step where screens.step.content != .lesson: screens.step.content = .lesson
    case .step where screens.step.display.isEnlarged: screens.step.display.isEnlarged = false
    case .cam where screens.cam.grid != nil: screens.cam.grid = nil
    case .cam where screens.cam.probe != nil: screens.cam.probe = nil
    case .gallery: if !goBackInGallery() { followTrail() }
    case .variants, .files, .results:
      if let filter = filterPath, !self[keyPath: filter].text.isEmpty {
        self[keyPath: filter].clear()
      } else if screen == .results, screens.results.plot.isShown {
        screens.results.plot.isShown = false
      } else {
        followTrail()
      }
    default: followTrail()
    }
  }

  /// Goes back to the screen that led here; where none did, takes the message away.
  private mutating func followTrail() {
    var trail = focus.trail
    notice = nil
    guard let former = trail.popLast() else { return }
    show(former)
    focus.trail = trail
    settleGallery()
  }

  /// The filter of the screen's list, if it has one.
  private var filterPath: WritableKeyPath<State, FilterField>? {
    switch screen {
    case .variants: \.screens.variants.filter
    case .files: \.screens.files.filter
    case .gallery: \.screens.gallery.filter
    case .results: \.screens.results.filter
    case .architecture, .step, .predict, .cam, .scaling, .settings: nil
    }
  }

  var typedFilter: WritableKeyPath<State, FilterField>? {
    guard let path = filterPath, self[keyPath: path].isTyping else { return nil }
    return path
  }

  private mutating func type(_ key: Key, into filter: WritableKeyPath<State, FilterField>) {
    if screen == .gallery { return handleInGalleryFilter(key) }
    self[keyPath: filter].edit(key)
    switch screen {
    case .variants: screens.variants.cursorIndex = screens.variants.cursorIndex
    case .files: screens.files.settleCursor()
    default: screens.results.cursor = 0
    }
  }

  /// The cursor after an action; nil for an action that does not move.
  static func moved(_ cursor: Int, by action: Action, count: Int, page: Int) -> Int? {
    let last = max(0, count - 1)
    switch action {
    case .up: return max(0, cursor - 1)
    case .down: return min(last, cursor + 1)
    case .pageUp: return max(0, cursor - page)
    case .pageDown: return min(last, cursor + page)
    case .top: return 0
    case .bottom: return last
    case .findNext: return count == 0 ? 0 : (cursor + 1) % count
    case .findPrevious: return count == 0 ? 0 : (cursor + count - 1) % count
    default: return nil
    }
  }

  /// Number of rows that a page key moves by.
  var page: Int { max(1, size.rows - 6) }
}
