import Terminal

extension State {
  /// What a key does: first in what lies in front, then in a filter being typed, then by the keymap.
  mutating func handle(_ key: Key) -> [Effect] {
    if key == .control("c") { return perform(.interrupt) }
    if key == .control("z") { return [.suspend] }
    if key == .control("l") { return [.redraw] }
    if notice?.kind == .failure { notice = nil }
    if overlay != nil { return handleInOverlay(key) }
    if let effects = handleInFilter(key) { return effects }
    guard let action = keymap.action(for: key, on: screen) else { return [] }
    return perform(action)
  }

  /// Carries an action out, or says why it can't be.
  package mutating func perform(_ action: Action) -> [Effect] {
    if let reason = reasonAgainst(action) {
      notice = Notice(.hint, reason)
      return []
    }
    if let effects = performEverywhere(action) { return effects }
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

  /// Actions that mean the same on every screen; nil for the others.
  private mutating func performEverywhere(_ action: Action) -> [Effect]? {
    if let target = ScreenID.allCases.first(where: { $0.action == action }) {
      show(target)
      return []
    }
    switch action {
    case .quit: return [.quit]
    case .interrupt: return interrupt()
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .retry:
      jobs.forgetFailures()
      cam.failures = [:]
    case .help: overlay = .help(scroll: 0)
    case .palette: overlay = .palette(Palette())
    case .chooseTheme:
      let index = ThemeCatalogue.identifiers.firstIndex(of: look.theme.identifier) ?? 0
      overlay = .themes(ThemePicker(former: look.theme, cursor: index))
    case .copyCommand: return copyCommand()
    case .fullResolution: overlay = .pixels(PixelPreview())
    case .zoom:
      isZoomed.toggle()
      settleGallery()
    case .nextPane: pane = (pane + 1) % paneCount
    case .previousPane: pane = (pane + paneCount - 1) % paneCount
    case .nextImage: openPicture(step: 1)
    case .previousImage: openPicture(step: -1)
    case .back: goBack()
    default: return nil
    }
    return []
  }

  /// Shows a screen.
  mutating func show(_ target: ScreenID) {
    guard target != screen else { return }
    screen = target
    pane = 0
    isZoomed = false
    if target == .architecture || target == .step { architecture.show(subject.network.variant) }
  }

  /// Number of panes of the screen that can have the focus.
  var paneCount: Int { screen == .step ? 3 : 2 }

  private mutating func interrupt() -> [Effect] {
    guard let job = jobs.shown else { return [.quit] }
    notice = Notice(
      .hint, "cancelled \(job.order.purpose.activity); \(keyName(.retry)) tries again")
    return jobs.stop(job.order.purpose)
  }

  private mutating func copyCommand() -> [Effect] {
    let command = commandLine
    notice = Notice(.done, "copied: \(command)")
    return [.copy(command)]
  }

  private mutating func openPicture(step: Int) {
    guard let path = files.picture(step, from: subject.wantedPicture) else { return }
    open(path)
  }

  /// Makes a photograph the subject.
  mutating func open(_ path: String) {
    jobs.forgetFailure(.picture)
    jobs.forgetFailure(.answer)
    subject.wantedPicture = path
    files.cursor = path
    files.remember(path)
  }

  private mutating func goBack() {
    if isZoomed {
      isZoomed = false
      settleGallery()
    } else if screen == .step, step.isPlaying {
      step.isPlaying = false
    } else if screen == .step, step.isEnlarged {
      step.isEnlarged = false
    } else if screen == .variants, !variants.filter.text.isEmpty {
      variants.filter = TextField()
    } else if screen == .files, !files.filter.text.isEmpty {
      files.filter = TextField()
    } else if screen == .gallery, goBackInGallery() {
      return
    } else if screen == .results, !results.filter.text.isEmpty {
      results.filter = TextField()
    } else if screen == .results, results.showsPlot {
      results.showsPlot = false
    } else if screen == .cam, cam.grid != nil {
      cam.grid = nil
    } else if screen == .cam, cam.probe != nil {
      cam.probe = nil
    } else {
      notice = nil
    }
  }

  /// A key while a filter is typed; nil if none is.
  private mutating func handleInFilter(_ key: Key) -> [Effect]? {
    switch screen {
    case .variants where variants.isFiltering:
      if let isFiltering = Self.edit(&variants.filter, key) { variants.isFiltering = isFiltering }
      variants.cursorIndex = variants.cursorIndex
    case .files where files.isFiltering:
      if let isFiltering = Self.edit(&files.filter, key) { files.isFiltering = isFiltering }
      files.cursorIndex = files.cursorIndex
    case .gallery where gallery.isFiltering: handleInGalleryFilter(key)
    case .results where results.isFiltering:
      if let isFiltering = Self.edit(&results.filter, key) { results.isFiltering = isFiltering }
      results.cursor = 0
    default: return nil
    }
    return []
  }

  /// Edits a filter by a key; tells whether typing goes on, where that changed.
  private static func edit(_ field: inout TextField, _ key: Key) -> Bool? {
    switch key.code {
    case .enter, .up, .down: return false
    case .escape:
      field = TextField()
      return false
    default:
      _ = field.handle(key)
      return nil
    }
  }

  /// A cursor moved by a moving action; nil if the action does not move.
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

  /// Rows that a page key moves by.
  var page: Int { max(1, size.rows - 6) }
}
