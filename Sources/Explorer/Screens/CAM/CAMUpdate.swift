import Attribution
import Terminal

extension State {
  mutating func performInCAM(_ action: Action) -> [Effect] {
    let screen = camScreen
    switch action {
    case .chooseClass: dialog = .classes(ClassPicker())
    case .chooseVersus: dialog = .classes(ClassPicker(isRival: true))
    case .chooseMethod: openPicker(.method)
    case .chooseLayer: openPicker(.layer)
    case .export: dialog = .export(camScreen.newExportDialog)
    case .activate: activateInCAM()
    case .nextColorMap: look.turnColorMap(1)
    case .previousColorMap: look.turnColorMap(-1)
    case .raiseAlpha: look.alpha = min(1, ((look.alpha + 0.1) * 10).rounded() / 10)
    case .lowerAlpha: look.alpha = max(0, ((look.alpha - 0.1) * 10).rounded() / 10)
    case .signed: look.isSigned.toggle()
    case .nextLayer, .nextStage: stepLayer(1, among: screen.stages)
    case .previousStage: stepLayer(-1, among: screen.stages)
    case .nextBlock: stepLayer(1, among: screen.layers)
    case .previousBlock: stepLayer(-1, among: screen.layers)
    case .nextMethod: stepMethod(1)
    default: screens.cam.perform(action, on: screen)
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

  /// Goes to the next layer of `names`; a method that does not explain it gives way to one that does.
  private mutating func stepLayer(_ step: Int, among names: [String]) {
    let screen = camScreen
    guard !names.isEmpty else { return }
    let (current, order) = (screen.layer, screen.layers)
    let place = order.firstIndex(of: current) ?? 0
    // From a block between two stages, a step by stages goes to the nearer stage.
    let following = names.firstIndex { (order.firstIndex(of: $0) ?? 0) > place } ?? 0
    let index = names.firstIndex(of: current) ?? (step > 0 ? following - 1 : following)
    explain(names[(index + step + names.count) % names.count])
  }

  /// Explains at a layer, and says if that takes another method.
  mutating func explain(_ layer: String) {
    if let words = screens.cam.choose(layer: layer, on: camScreen) { notice = Notice(.hint, words) }
  }

  /// Goes to the next method, and says if it explains another layer than the chosen one.
  private mutating func stepMethod(_ step: Int) {
    let count = max(1, screens.cam.methods.count)
    screens.cam.choice.method = (screens.cam.choice.method + count + step) % count
    screens.cam.probe = nil
    let screen = camScreen
    guard let method = screen.method, method.isLastStageOnly,
      let wanted = screens.cam.choice.layer, wanted != screen.layer
    else { return }
    let able = screen.method(at: wanted).map { ": \($0.title) explains \(wanted)" } ?? ""
    notice = Notice(.hint, "\(method.title) explains \(screen.layer) only\(able)")
  }

  /// Moves the reading cursor to a place of the drawn photograph, or of the map's cells.
  mutating func probe(_ place: Point, in area: Rect, isCells: Bool) {
    guard let map = camScreen.presented?.map, let region = subject.currentAnswer?.region else {
      return
    }
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
    case .versus: choice.versus = choice.versus == nil ? screen.rivals.first?.index : nil
    case .scale: scale = scale.next
    case .grid:
      grid = grid == nil ? .methods : grid == .methods ? .variants : nil
      var changed = screen
      changed.cam.grid = grid
      gridCursor = changed.grid?.start(at: screen.question) ?? Point(0, 0)
    case .curves: showsCurves.toggle()
    default:
      if let grid = screen.grid {
        _ = gridCursor.move(action, columns: grid.columns.count, rows: grid.rows.count)
      } else {
        moveProbe(action, over: screen.presented?.map)
      }
    }
  }

  private mutating func stepClass(_ step: Int, on screen: CAMScreen) {
    guard let classes = screen.subject.currentAnswer?.classes, !classes.isEmpty else { return }
    let rank = classes.firstIndex { $0.index == screen.targetClass?.index } ?? 0
    choice.target = .rank((rank + step + classes.count) % classes.count)
  }

  /// Moves the reading cursor over the map's cells; it starts at the maximum.
  private mutating func moveProbe(_ action: Action, over map: AttributionMap?) {
    guard let map else { return }
    var moved = probe ?? map.peak
    guard moved.move(action, columns: map.width, rows: map.height) else { return }
    probe = probe == nil ? map.peak : moved
  }
}
