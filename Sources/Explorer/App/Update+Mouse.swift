import Terminal

extension State {
  /// Handles a mouse event by the clickable area at its position.
  mutating func handle(_ event: MouseEvent) -> [Effect] {
    switch event.kind {
    case .wheelUp, .wheelDown: return scroll(event.kind == .wheelUp ? .up : .down)
    case .press: return click(event.position)
    case .release: screens.scaling.dragged = nil
    case .drag where dialog != nil: break
    case .drag where screens.scaling.dragged != nil: drag(to: event.position.x)
    case .drag:
      if let hit = canvas.hit(at: event.position) { point(at: event.position, in: hit) }
    case .rightPress: return perform(.back)
    default: break
    }
    return []
  }

  private mutating func scroll(_ action: Action) -> [Effect] {
    if dialog != nil { return handleInDialog(Key(action == .up ? .up : .down)) }
    switch screen {
    case .cam: return perform(action == .up ? .previousClass : .nextClass)
    case .step: return perform(action)
    case .gallery where screens.gallery.display.arrangement == .grid: return perform(action)
    case .scaling where focus.pane == 0: return perform(action == .up ? .right : .left)
    default: return perform(action) + perform(action) + perform(action)
    }
  }

  private mutating func click(_ place: Point) -> [Effect] {
    guard let hit = canvas.hit(at: place) else {
      // A click beside the export dialog would discard what was typed.
      if case .export = dialog { return [] }
      return dialog == nil ? [] : handleInDialog(Key(.escape))
    }
    if dialog != nil {
      guard case .dialogRow(let row) = hit.target else { return [] }
      return chooseInDialog(row: row)
    }
    switch hit.target {
    case .action(let action): return perform(action)
    case .row(let row): return choose(row: row)
    case .gridCell(let cell):
      if screens.cam.gridCursor == cell { return perform(.activate) }
      screens.cam.gridCursor = cell
    case .layer(let layer): explain(layer)
    case .channel(let rank):
      if screens.step.cursor == rank { return perform(.activate) }
      screens.step.cursor = rank
      screens.step.cell = nil
    case .node(let layer): screens.step.goToLayer(layer, of: context.network)
    case .slider(let index):
      focus.pane = 0
      screens.scaling.dragged = index
      drag(to: place.x)
    default: point(at: place, in: hit)
    }
    return []
  }

  /// Follows the mouse on an area that stands for a range of values, while pressed or dragged.
  private mutating func point(at place: Point, in hit: Hit) {
    let area = hit.area
    switch hit.target {
    case .alpha:
      let fraction = (Double(place.x - area.x) + 0.5) / Double(max(1, area.width))
      look.alpha = max(0, min(1, (fraction * 20).rounded() / 20))
    case .map: probe(place, in: area, isCells: false)
    case .mapCells: probe(place, in: area, isCells: true)
    case .track:
      let network = context.network
      let index = (place.x - area.x) * (network?.layers.count ?? 1) / max(1, area.width)
      screens.step.goToLayer(index, of: network)
    case .element:
      guard let shape = screens.step.shown?.activation.shape, area.contains(place) else { return }
      let map = DotScale.largest(
        Size(shape.width, shape.height), in: area.size, MapDot(look.painter))
      screens.step.cell = map.element(at: Point(place.x - area.x, place.y - area.y))
    default: break
    }
  }

  /// Selects a row by the first click and opens it by the second.
  private mutating func choose(row: Int) -> [Effect] {
    if let cursor = list?.cursor ?? (screen == .gallery ? \.screens.gallery.cursor : nil) {
      if self[keyPath: cursor] == row { return perform(.activate) }
      self[keyPath: cursor] = row
    } else if screen == .scaling {
      screens.scaling.cursor = min(row, screens.scaling.sliders.count - 1)
    } else if screen == .cam {
      screens.cam.choice.target = .rank(row)
    }
    return []
  }
}
