import Explanations
import Library
import Support
import Terminal

extension State {
  /// Where the gallery's parts stand on this screen.
  package var galleryLayout: GalleryLayout {
    GalleryLayout(
      Rect(0, 1, size.columns, size.rows - 2), gallery, isZoomed: isZoomed)
  }

  mutating func performInGallery(_ action: Action) -> [Effect] {
    defer { settleGallery() }
    if let moved = movedInGallery(action) {
      gallery.compared = nil
      gallery.cursor = moved
      return []
    }
    switch action {
    case .filter: gallery.isFiltering = true
    case .sort, .reverseSort: sortGallery(action)
    case .wrongOnly: toggleCondition("correct=no")
    case .borderOnly: toggleCondition("border=yes")
    case .markedOnly:
      gallery.showsMarkedOnly.toggle()
      gallery.relist(keeping: gallery.currentID)
    case .mark:
      if let id = gallery.currentID {
        gallery.toggleMark(id)
        if !gallery.showsMarkedOnly { gallery.cursor = min(gallery.cursor + 1, lastInGallery) }
      }
    case .unmarkAll: gallery.unmarkAll()
    case .compare:
      gallery.compared =
        gallery.compared == nil
        ? Array(gallery.markedInOrder.prefix(GalleryView.comparedLimit)) : nil
    case .nextLayout:
      gallery.arrangement = gallery.arrangement == .grid ? .list : .grid
    case .raiseAlpha: gallery.tileSize = min(2, gallery.tileSize + 1)
    case .lowerAlpha: gallery.tileSize = max(0, gallery.tileSize - 1)
    case .export: overlay = .export(ExportDialog(path: "report.html", isReport: true))
    case .activate: openFromGallery()
    default: break
    }
    return []
  }

  private var lastInGallery: Int { max(0, gallery.shown.count - 1) }

  /// Where a moving action puts the cursor; nil if the action does not move.
  private func movedInGallery(_ action: Action) -> Int? {
    let layout = galleryLayout
    let cursor = gallery.cursor
    switch action {
    case .left: return max(0, cursor - 1)
    case .right: return min(lastInGallery, cursor + 1)
    case .up: return cursor < layout.columns ? cursor : cursor - layout.columns
    case .down:
      // Into the last row even where nothing stands right below.
      let isLastLine = cursor / layout.columns == lastInGallery / layout.columns
      return isLastLine ? cursor : min(lastInGallery, cursor + layout.columns)
    case .pageUp: return max(0, cursor - layout.capacity)
    case .pageDown: return min(lastInGallery, cursor + layout.capacity)
    case .top: return 0
    case .bottom: return lastInGallery
    default: return nil
    }
  }

  /// Scrolls as little as the cursor needs to be in view.
  mutating func settleGallery() {
    let layout = galleryLayout
    let count = gallery.shown.count
    gallery.cursor = max(0, min(gallery.cursor, count - 1))
    let line = gallery.cursor / layout.columns
    let lastTop = max(0, (count + layout.columns - 1) / layout.columns - layout.lines)
    var top = gallery.top / layout.columns
    top = min(max(top, line - layout.lines + 1), line)
    gallery.top = max(0, min(top, lastTop)) * layout.columns
  }

  /// The next column to sort by, or the other direction.
  private mutating func sortGallery(_ action: Action) {
    if action == .reverseSort {
      gallery.isDescending.toggle()
    } else {
      let all = GalleryView.sorts
      let index = all.firstIndex(of: gallery.sort) ?? 0
      gallery.sort = all[(index + 1) % all.count]
      // Where doubt or the edge of the picture is looked for, most of it comes first.
      gallery.isDescending = [.entropy, .borderShare].contains(gallery.sort)
    }
    gallery.cursor = 0
    notice = Notice(
      .hint,
      "sorted by \(gallery.sort.rawValue), \(gallery.isDescending ? "largest" : "smallest") first")
  }

  /// Adds a condition to the filter, or takes it out.
  private mutating func toggleCondition(_ condition: String) {
    var words = gallery.applied.split(separator: " ").map(String.init)
    if words.contains(condition) {
      words.removeAll { $0 == condition }
    } else {
      words.append(condition)
    }
    gallery.filter = TextField(words.joined(separator: " "))
    applyGalleryFilter()
  }

  /// Lets the typed conditions hold, or says what is wrong with them; whether they do.
  @discardableResult
  mutating func applyGalleryFilter() -> Bool {
    do throws(Failure) {
      _ = try LibraryFilter(parsing: gallery.filter.text)
    } catch {
      notice = Notice(.failure, WorkFailure(error).text)
      return false
    }
    gallery.applied = gallery.filter.text
    jobs.forgetFailure(.gallery)
    gallery.cursor = 0
    gallery.top = 0
    return true
  }

  /// A key while conditions are typed.
  mutating func handleInGalleryFilter(_ key: Key) {
    switch key.code {
    case .enter: if applyGalleryFilter() { gallery.isFiltering = false }
    case .escape:
      gallery.filter = TextField(gallery.applied)
      gallery.isFiltering = false
    default: _ = gallery.filter.handle(key)
    }
  }

  /// Takes the conditions, then the comparison away; false where there is nothing to go back from.
  mutating func goBackInGallery() -> Bool {
    if gallery.compared != nil {
      gallery.compared = nil
    } else if !gallery.applied.isEmpty {
      gallery.filter = TextField()
      applyGalleryFilter()
    } else if gallery.showsMarkedOnly {
      gallery.showsMarkedOnly = false
      gallery.relist(keeping: gallery.currentID)
    } else {
      return false
    }
    settleGallery()
    return true
  }

  /// Makes the image under the cursor the subject, with the network that examined it.
  private mutating func openFromGallery() {
    guard let path = gallery.current?.path else { return }
    open(path)
    if let network = gallery.facts?.network, network != subject.network { use(network) }
    show(.cam)
  }

  /// What the library is asked for.
  package var galleryQuestion: GalleryQuestion? {
    guard let library = gallery.library, gallery.facts != nil,
      let filter = try? LibraryFilter(parsing: gallery.applied)
    else { return nil }
    return GalleryQuestion(
      library: library,
      query: LibraryQuery(
        filter: filter,
        order: [LibraryOrder(gallery.sort, isDescending: gallery.isDescending)]))
  }

  /// The images in view.
  package var galleryWindow: ArraySlice<Int64> {
    let shown = gallery.shown
    let start = max(0, min(gallery.top, shown.count))
    return shown[start..<min(shown.count, start + galleryLayout.capacity)]
  }

  /// Starts what the gallery lacks: the library, its list, the rows and the pictures in view.
  mutating func pursueGallery() -> [Effect] {
    guard screen == .gallery, let library = gallery.library else { return [] }
    guard gallery.facts?.path == library else {
      return jobs.ensure(.gallery(.open(path: library)))
    }
    var effects: [Effect] = []
    if let question = galleryQuestion, gallery.listing?.question != question {
      effects += jobs.ensure(.gallery(.list(question)))
    }
    let window = gallery.compared ?? Array(galleryWindow)
    gallery.rows.touch(window)
    gallery.thumbnails.touch(window)
    if jobs.running[.galleryRows] == nil, window.contains(where: { gallery.rows[$0] == nil }) {
      effects += jobs.ensure(.gallery(.rows(library: library, missingRows(around: window))))
    }
    // One batch at a time: the next one is of what is in view by then.
    if jobs.running[.thumbnails] == nil {
      let missing = wantedThumbnails(window).filter {
        gallery.rows[$0] != nil && gallery.thumbnails[$0] == nil
      }.prefix(Self.thumbnailBatch)
      if !missing.isEmpty {
        effects += jobs.ensure(.gallery(.thumbnails(library: library, Array(missing))))
      }
    }
    return effects
  }

  private static let thumbnailBatch = 8

  /// The image under the cursor first; in a list no other picture is shown.
  private func wantedThumbnails(_ window: [Int64]) -> [Int64] {
    let current = [gallery.currentID].compactMap(\.self)
    if gallery.compared == nil, gallery.arrangement == .list { return current }
    return current + window.filter { $0 != current.first }
  }

  /// The rows of a page before to a page after what is in view that are not read yet.
  private func missingRows(around window: [Int64]) -> [Int64] {
    let page = galleryLayout.capacity
    let start = max(0, gallery.top - page)
    let end = min(gallery.shown.count, gallery.top + 2 * page)
    let near = start < end ? gallery.shown[start..<end] : []
    return (window + near.filter { !window.contains($0) }).filter { gallery.rows[$0] == nil }
  }

  /// Takes in what a job of the gallery brought, if it still counts.
  mutating func take(_ result: GalleryResult, id: Int) {
    switch result {
    case .opened(let facts):
      guard jobs.finish(.library, id: id) else { return }
      gallery.facts = facts
    case .listed(let listing):
      guard jobs.finish(.gallery, id: id) else { return }
      gallery.show(listing)
      settleGallery()
    case .rows(let rows):
      guard jobs.finish(.galleryRows, id: id) else { return }
      for row in rows { gallery.rows.keep(row, for: row.id) }
    case .thumbnails(let pictures):
      guard jobs.finish(.thumbnails, id: id) else { return }
      for (id, picture) in pictures { gallery.thumbnails.keep(picture, for: id) }
    case .reported(let path):
      guard jobs.finish(.report, id: id) else { return }
      notice = Notice(.done, "wrote \(path)")
    }
  }

  /// Asks for a report on the marked images as the dialog says.
  mutating func exportReport(_ dialog: ExportDialog) -> [Effect] {
    guard let library = gallery.library else { return [] }
    overlay = nil
    return jobs.start(
      .gallery(
        .report(
          GalleryReport(
            library: library, identifiers: reportedImages, path: dialog.path.text,
            isReplacing: dialog.confirmsReplacing))))
  }

  /// The marked images, or the one under the cursor.
  var reportedImages: [Int64] {
    let marked = gallery.markedInOrder
    return marked.isEmpty ? [gallery.currentID].compactMap(\.self) : marked
  }

  /// Opens the dialog again where a report of the name exists; whether that was it.
  mutating func askToReplaceReport(_ failure: WorkFailure, _ purpose: Purpose) -> Bool {
    guard purpose == .report, failure.isExistingFile,
      case .gallery(.report(let order)) = jobs.failed[.report]?.order
    else { return false }
    jobs.forgetFailure(.report)
    var dialog = ExportDialog(path: order.path, isReport: true)
    dialog.confirmsReplacing = true
    overlay = .export(dialog)
    return true
  }

  /// Actions that the gallery itself says whether they can be done.
  static let galleryActions: Set<Action> = [
    .compare, .markedOnly, .unmarkAll, .mark, .export, .activate, .wrongOnly, .borderOnly, .sort,
    .reverseSort, .filter,
  ]

  /// Why an action of the gallery can't be done now; nil if it can.
  func reasonAgainstInGallery(_ action: Action) -> String? {
    guard gallery.library != nil else {
      return "no library is open: 'effscope explore --library FOLDER' opens one"
    }
    guard action != .showGallery else { return nil }
    guard gallery.listing != nil else { return "the library is not read yet" }
    switch action {
    case .compare:
      return gallery.marked.count < 2 && gallery.compared == nil
        ? "mark two images or more with \(keyName(.mark)) to compare them" : nil
    case .markedOnly, .unmarkAll:
      return gallery.marked.isEmpty ? "no image is marked: \(keyName(.mark)) marks one" : nil
    case .mark: return gallery.currentID == nil ? "there is no image here" : nil
    case .export: return reportedImages.isEmpty ? "there is no image to report on" : nil
    case .activate:
      guard let row = gallery.current else { return "there is no image here" }
      return row.path == nil ? "the image's name is no text, so it can't be opened by it" : nil
    case .wrongOnly:
      return gallery.facts?.isLabelled == true
        ? nil : "the library has no labels, so no answer is right or wrong"
    default: return nil
    }
  }

  /// The command line that lists what the gallery lists.
  var galleryCommandLine: String {
    var line = CommandWords("library")
    line.add("query")
    line.add(gallery.library ?? "LIBRARY")
    line.add("--where", gallery.applied.isEmpty ? nil : gallery.applied)
    line.add(
      "--sort",
      gallery.sort == .image && !gallery.isDescending
        ? nil : gallery.sort.rawValue + (gallery.isDescending ? ":desc" : ""))
    return line.text
  }
}
