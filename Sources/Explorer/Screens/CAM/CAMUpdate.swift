import Terminal

extension State {
  mutating func performInCAM(_ action: Action) -> [Effect] {
    switch action {
    case .chooseClass: dialog = .classes(ClassPicker())
    case .chooseVersus: dialog = .classes(ClassPicker(isRival: true))
    case .export: dialog = .export(camScreen.newExportDialog)
    case .activate: activateInCAM()
    case .nextColorMap: look.turnColorMap(1)
    case .previousColorMap: look.turnColorMap(-1)
    case .raiseAlpha: look.alpha = min(1, ((look.alpha + 0.1) * 10).rounded() / 10)
    case .lowerAlpha: look.alpha = max(0, ((look.alpha - 0.1) * 10).rounded() / 10)
    case .signed: look.isSigned.toggle()
    default: screens.cam.perform(action, on: camScreen)
    }
    return []
  }

  /// Enter: confirms an expensive map, retries a failed one, or opens a map of the grid.
  private mutating func activateInCAM() {
    let screen = camScreen
    if let grid = screen.grid {
      let cursor = screens.cam.gridCursor
      guard let question = grid[cursor.y, cursor.x] else { return }
      screens.cam.grid = nil
      if question.network != subject.network { use(question.network) }
      screens.cam.choose(method: question.method)
      screens.cam.choice.layer = question.layer
      screens.cam.choice.target = .index(question.target)
    } else if screen.pendingForecast != nil, let question = screen.question {
      screens.cam.maps.allowed.insert(question)
    } else {
      jobs.forgetFailure(MapJob.kind)
      jobs.forgetFailure(ForecastJob.kind)
    }
  }

  /// Moves the reading cursor to a place of the drawn photograph, or of the map's cells.
  mutating func probe(_ place: Point, in area: Rect) {
    guard let map = screens.cam.shown?.map, let region = subject.currentAnswer?.region else {
      return
    }
    let isCells = area.width <= map.width * 2 && area.height <= map.height
    let shown = isCells ? Region() : region
    let u = ((Double(place.x - area.x) + 0.5) / Double(area.width) - shown.x) / shown.width
    let v = ((Double(place.y - area.y) + 0.5) / Double(area.height) - shown.y) / shown.height
    guard u >= 0, u < 1, v >= 0, v < 1 else { return }
    screens.cam.probe = Point(Int(u * Double(map.width)), Int(v * Double(map.height)))
  }
}

extension CAMState {
  /// Carries out an action that changes only this state; `screen` is the screen before.
  fileprivate mutating func perform(_ action: Action, on screen: CAMScreen) {
    switch action {
    case .nextClass: stepClass(1, on: screen)
    case .previousClass: stepClass(-1, on: screen)
    case .nextMethod, .chooseMethod: choice.method = (choice.method + 1) % max(1, methods.count)
    case .nextLayer, .chooseLayer, .nextStage: stepLayer(1, among: screen.stages, on: screen)
    case .previousStage: stepLayer(-1, among: screen.stages, on: screen)
    case .nextBlock: stepLayer(1, among: screen.layers, on: screen)
    case .previousBlock: stepLayer(-1, among: screen.layers, on: screen)
    case .versus:
      guard let target = screen.targetClass else { return }
      let rival = screen.subject.currentAnswer?.classes.first { $0.index != target.index }
      choice.versus = choice.versus == nil ? rival?.index : nil
    case .grid:
      gridCursor = Point(0, 0)
      grid = grid == nil ? .methods : grid == .methods ? .variants : nil
    case .curves: showsCurves.toggle()
    default:
      if let grid = screen.grid {
        _ = gridCursor.move(action, columns: grid.columns.count, rows: grid.rows.count)
      } else {
        moveProbe(action)
      }
    }
  }

  private mutating func stepClass(_ step: Int, on screen: CAMScreen) {
    guard let classes = screen.subject.currentAnswer?.classes, !classes.isEmpty else { return }
    let rank = classes.firstIndex { $0.index == screen.targetClass?.index } ?? 0
    choice.target = .rank((rank + step + classes.count) % classes.count)
  }

  private mutating func stepLayer(_ step: Int, among names: [String], on screen: CAMScreen) {
    guard !names.isEmpty else { return }
    let (current, order) = (screen.layer, screen.layers)
    let place = order.firstIndex(of: current) ?? 0
    // From a block between two stages, a step by stages goes to the nearer stage.
    let following = names.firstIndex { (order.firstIndex(of: $0) ?? 0) > place } ?? 0
    let index = names.firstIndex(of: current) ?? (step > 0 ? following - 1 : following)
    choice.layer = names[(index + step + names.count) % names.count]
    probe = nil
  }

  /// Moves the reading cursor over the map's cells; it starts at the maximum.
  private mutating func moveProbe(_ action: Action) {
    guard let map = shown?.map else { return }
    var moved = probe ?? map.peak
    guard moved.move(action, columns: map.width, rows: map.height) else { return }
    probe = probe == nil ? map.peak : moved
  }
}
