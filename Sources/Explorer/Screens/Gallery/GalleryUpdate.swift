import Explanations
import Library
import Support
import Terminal

extension State {
  mutating func performInGallery(_ action: Action) -> [Effect] {
    defer { settleGallery() }
    switch action {
    case .sort, .reverseSort:
      screens.gallery.sort(reverses: action == .reverseSort)
      let order = screens.gallery.query.order
      notice = Notice(
        .hint,
        "sorted by \(order.column.rawValue), \(order.isDescending ? "largest" : "smallest") first")
    case .overlayChannel:
      let contents = GalleryState.Display.Content.allCases
      screens.gallery.display.content = contents.neighbour(of: screens.gallery.display.content, 1)
      notice = Notice(.hint, "tiles show \(screens.gallery.display.content.rawValue)")
    case .wrongOnly: toggleCondition("correct=no")
    case .borderOnly: toggleCondition("border=yes")
    case .export: dialog = .export(ExportDialog(path: "report.html", isReport: true))
    case .activate: openFromGallery()
    default: screens.gallery.perform(action, galleryScreen.layout)
    }
    return []
  }

  /// Scrolls by as little as is needed to show the cursor.
  mutating func settleGallery() { screens.gallery.settle(galleryScreen.layout) }

  /// Adds a condition to those in effect, or removes it.
  private mutating func toggleCondition(_ condition: String) {
    let words = screens.gallery.query.conditions.split(separator: " ").map(String.init)
    let kept = words.filter { $0 != condition }
    let changed = kept.count < words.count ? kept : words + [condition]
    screens.gallery.filter.field = TextField(changed.joined(separator: " "))
    applyGalleryFilter()
  }

  /// Puts the typed conditions into effect, or reports what is wrong; returns whether they are valid.
  @discardableResult
  private mutating func applyGalleryFilter() -> Bool {
    let conditions = screens.gallery.filter.text
    do throws(Failure) {
      _ = try LibraryFilter(parsing: conditions)
    } catch {
      notice = Notice(.failure, error.text)
      return false
    }
    screens.gallery.query.conditions = conditions
    jobs.forgetFailure(GalleryJob.kind)
    (screens.gallery.cursor, screens.gallery.display.top) = (0, 0)
    return true
  }

  mutating func handleInGalleryFilter(_ key: Key) {
    switch key.code {
    case .enter: if applyGalleryFilter() { screens.gallery.filter.isTyping = false }
    case .escape:
      let conditions = TextField(screens.gallery.query.conditions)
      screens.gallery.filter = FilterField(field: conditions, isTyping: false)
    default: _ = screens.gallery.filter.field.handle(key)
    }
  }

  /// Closes the comparison, else removes the conditions, else lists all images again; returns false
  /// if there was nothing to undo.
  mutating func goBackInGallery() -> Bool {
    if screens.gallery.marks.compared != nil {
      screens.gallery.marks.compared = nil
    } else if !screens.gallery.query.conditions.isEmpty {
      screens.gallery.filter.clear()
      applyGalleryFilter()
    } else if screens.gallery.marks.areListedAlone {
      screens.gallery.listMarkedAlone(false)
    } else {
      return false
    }
    settleGallery()
    return true
  }

  /// Shows the map of the image under the cursor, with the network of the library.
  private mutating func openFromGallery() {
    guard let path = screens.gallery.current?.path else { return }
    open(path)
    if let network = screens.gallery.facts?.network, network != subject.network { use(network) }
    show(.cam, keepsTrail: true)
  }

  mutating func exportReport(_ dialog: ExportDialog) -> [Effect] {
    guard let library = screens.gallery.library else { return [] }
    self.dialog = nil
    return jobs.start(
      ReportJob(
        library: library, identifiers: screens.gallery.reportedImages, path: dialog.path.text,
        isReplacing: dialog.confirmsReplacing))
  }
}

extension GalleryState {
  /// Carries out an action that changes only this state.
  fileprivate mutating func perform(_ action: Action, _ layout: GalleryLayout) {
    if let moved = moved(by: action, layout) {
      marks.compared = nil
      cursor = moved
      return
    }
    switch action {
    case .markedOnly: listMarkedAlone(!marks.areListedAlone)
    case .mark:
      guard let id = currentID else { return }
      toggleMark(id)
      if !marks.areListedAlone { cursor = min(cursor + 1, last) }
    case .unmarkAll: unmarkAll()
    case .compare:
      marks.compared =
        marks.compared == nil ? Array(markedInOrder.prefix(Self.comparedLimit)) : nil
    case .nextLayout: display.arrangement = display.arrangement == .grid ? .list : .grid
    case .raiseAlpha: display.tileSize = min(2, display.tileSize + 1)
    case .lowerAlpha: display.tileSize = max(0, display.tileSize - 1)
    default: break
    }
  }

  private var last: Int { max(0, shown.count - 1) }

  /// The cursor after an action; nil for an action that does not move.
  private func moved(by action: Action, _ layout: GalleryLayout) -> Int? {
    // The last row may be shorter than the cursor's column.
    if action == .down, cursor / layout.columns == last / layout.columns { return cursor }
    return State.moved(
      cursor, by: action, last: last, columns: layout.columns, page: layout.capacity)
  }

  /// Changes to the next column, or to the other direction.
  fileprivate mutating func sort(reverses: Bool) {
    if reverses {
      query.order.isDescending.toggle()
    } else {
      let column = Self.sorts.neighbour(of: query.order.column, 1)
      // Uncertain predictions and maps at the border are searched for: the largest come first.
      let isDescending = [.entropy, .borderShare].contains(column)
      query.order = LibraryOrder(column, isDescending: isDescending)
    }
    cursor = 0
  }

  /// Scrolls by as little as is needed to show the cursor.
  fileprivate mutating func settle(_ layout: GalleryLayout) {
    cursor = max(0, min(cursor, shown.count - 1))
    let line = cursor / layout.columns
    let lastTop = max(0, (shown.count + layout.columns - 1) / layout.columns - layout.lines)
    let first = min(max(display.top / layout.columns, line - layout.lines + 1), line)
    display.top = max(0, min(first, lastTop)) * layout.columns
  }
}
