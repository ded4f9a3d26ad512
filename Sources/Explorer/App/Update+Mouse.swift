import Terminal

extension State {
  /// What a mouse event does, by what is drawn at its place.
  mutating func handle(_ event: MouseEvent) -> [Effect] {
    switch event.kind {
    case .wheelUp, .wheelDown: return scroll(event.kind == .wheelUp ? .up : .down)
    case .press: return click(event.position)
    case .release: scaling.dragged = nil
    case .drag where scaling.dragged != nil && overlay == nil: drag(to: event.position.x)
    case .drag:
      guard overlay == nil, let hit = canvas.hit(at: event.position) else { return [] }
      if hit.target == .alpha { setAlpha(event.position, in: hit.area) }
      if hit.target == .map { probe(event.position, in: hit.area) }
      if hit.target == .track { goTo(event.position, on: hit.area) }
      if hit.target == .element { chooseElement(event.position, in: hit.area) }
      return []
    case .rightPress: return perform(.back)
    default: break
    }
    return []
  }

  private mutating func scroll(_ action: Action) -> [Effect] {
    if overlay != nil { return handleInOverlay(Key(action == .up ? .up : .down)) }
    if screen == .cam { return perform(action == .up ? .previousClass : .nextClass) }
    if screen == .step { return perform(action) }
    if screen == .gallery, gallery.arrangement == .grid { return perform(action) }
    if screen == .scaling, pane == 0 { return perform(action == .up ? .right : .left) }
    return perform(action) + perform(action) + perform(action)
  }

  private mutating func click(_ place: Point) -> [Effect] {
    guard let hit = canvas.hit(at: place) else {
      if overlay != nil, !isTyping { return handleInOverlay(Key(.escape)) }
      return []
    }
    if overlay != nil {
      guard case .overlayRow(let row) = hit.target else { return [] }
      return choose(overlayRow: row)
    }
    switch hit.target {
    case .action(let action): return perform(action)
    case .row(let row): return choose(row: row)
    case .alpha: setAlpha(place, in: hit.area)
    case .map: probe(place, in: hit.area)
    case .gridCell(let cell):
      if cam.gridCursor == cell { return perform(.activate) }
      cam.gridCursor = cell
    case .track: goTo(place, on: hit.area)
    case .element: chooseElement(place, in: hit.area)
    case .channel(let rank):
      if step.cursor == rank { return perform(.activate) }
      step.cursor = rank
      step.cell = nil
    case .knob(let index):
      pane = 0
      scaling.dragged = index
      drag(to: place.x)
    case .overlayRow: break
    }
    return []
  }

  /// A text is being typed in front, which a stray click should not throw away.
  private var isTyping: Bool {
    if case .export = overlay { return true }
    return false
  }

  /// A first click selects a row, one on the selected row opens it.
  private mutating func choose(row: Int) -> [Effect] {
    switch screen {
    case .variants:
      if variants.cursorIndex == row { return perform(.activate) }
      variants.cursorIndex = row
    case .architecture:
      if architecture.cursor == row { return perform(.activate) }
      architecture.cursor = min(row, architecture.rows.count - 1)
    case .predict:
      if predict.cursor == row { return perform(.activate) }
      predict.cursor = row
    case .step: break
    case .cam: cam.target = .rank(row)
    case .scaling:
      guard scaling.page == .search, pane == 1 else {
        scaling.cursor = min(row, scaling.knobs.count - 1)
        break
      }
      if scaling.searchCursor == row { return perform(.activate) }
      scaling.searchCursor = row
    case .results: results.cursor = row
    case .settings:
      if settings.cursor == row { return perform(.activate) }
      settings.cursor = row
    case .gallery:
      if gallery.cursor == row { return perform(.activate) }
      gallery.cursor = row
    case .files:
      if files.cursorIndex == row { return perform(.activate) }
      files.cursorIndex = row
    }
    return []
  }

  private mutating func choose(overlayRow row: Int) -> [Effect] {
    switch overlay {
    case .palette(var palette):
      palette.cursor = row
      overlay = .palette(palette)
    case .classes(var picker):
      picker.cursor = row
      overlay = .classes(picker)
    case .themes(var picker):
      picker.cursor = row
      look.theme = ThemeCatalogue.theme(ThemeCatalogue.identifiers[row]) ?? look.theme
      overlay = .themes(picker)
      return []
    case .weights(var dialog):
      dialog.cursor = row
      overlay = .weights(dialog)
    case .welcome(var dialog):
      dialog.cursor = row
      overlay = .welcome(dialog)
    case .export(var dialog):
      let fields = ExportDialog.Field.allCases
      guard fields.indices.contains(row), dialog.isUsed(fields[row]) else { return [] }
      if dialog.field == fields[row] { dialog.change(1) }
      dialog.field = fields[row]
      overlay = .export(dialog)
      return []
    case .pixels: return handleInOverlay(Key(.escape))
    case .help, .comparison, .tour, nil: return []
    }
    return handleInOverlay(Key(.enter))
  }

  /// Goes to the layer at a place on the line of points.
  private mutating func goTo(_ place: Point, on area: Rect) {
    let count = architecture.network?.layers.count ?? 1
    goToLayer((place.x - area.x) * count / max(1, area.width))
  }

  private mutating func chooseElement(_ place: Point, in area: Rect) {
    guard let shape = step.shown?.shape, area.contains(place) else { return }
    step.cell = Point(
      (place.x - area.x) * shape.width / max(1, area.width),
      (place.y - area.y) * shape.height / max(1, area.height))
  }

  private mutating func setAlpha(_ place: Point, in area: Rect) {
    let share = (Double(place.x - area.x) + 0.5) / Double(max(1, area.width))
    look.alpha = max(0, min(1, (share * 20).rounded() / 20))
  }

  /// Puts the reading cursor on the map's cell at a place of the photograph or of the cells.
  private mutating func probe(_ place: Point, in area: Rect) {
    guard let map = cam.shown?.map, let region = subject.currentAnswer?.region else { return }
    let isGrid = area.width <= map.width * 2 && area.height <= map.height
    let shown = isGrid ? Region() : region
    let u = ((Double(place.x - area.x) + 0.5) / Double(area.width) - shown.x) / shown.width
    let v = ((Double(place.y - area.y) + 0.5) / Double(area.height) - shown.y) / shown.height
    guard u >= 0, u < 1, v >= 0, v < 1 else { return }
    cam.probe = Point(Int(u * Double(map.width)), Int(v * Double(map.height)))
  }
}
