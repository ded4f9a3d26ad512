import Terminal

extension State {
  mutating func performInCAM(_ action: Action) -> [Effect] {
    switch action {
    case .nextClass: stepClass(1)
    case .previousClass: stepClass(-1)
    case .chooseClass: overlay = .classes(ClassPicker())
    case .nextMethod: cam.method = (cam.method + 1) % max(1, methods.count)
    case .previousMethod:
      cam.method = (cam.method + methods.count - 1) % max(1, methods.count)
    case .nextLayer: stepLayer(1, among: stageNames)
    case .previousLayer: stepLayer(-1, among: stageNames)
    case .nextBlock: stepLayer(1, among: camLayers)
    case .previousBlock: stepLayer(-1, among: camLayers)
    case .versus: toggleVersus()
    case .chooseVersus: overlay = .classes(ClassPicker(isRival: true))
    case .grid: nextGrid()
    case .curves: cam.showsCurves.toggle()
    case .activate: activateInCAM()
    case .nextColorMap: stepColorMap(1)
    case .previousColorMap: stepColorMap(-1)
    case .raiseAlpha: look.alpha = min(1, ((look.alpha + 0.1) * 10).rounded() / 10)
    case .lowerAlpha: look.alpha = max(0, ((look.alpha - 0.1) * 10).rounded() / 10)
    case .signed: look.isSigned.toggle()
    case .export: overlay = .export(freshExportDialog)
    case .up, .down, .left, .right, .top, .bottom:
      if let grid = camGrid { moveInGrid(action, grid) } else { moveProbe(action) }
    default: break
    }
    return []
  }

  private var stageNames: [String] { (architecture.network?.stages ?? []).map(\.name) }

  private mutating func stepClass(_ step: Int) {
    guard let answer = subject.currentAnswer, !answer.classes.isEmpty else { return }
    let count = answer.classes.count
    let rank = answer.classes.firstIndex { $0.index == targetClass?.index } ?? 0
    cam.target = .rank((rank + step + count) % count)
  }

  private mutating func stepLayer(_ step: Int, among names: [String]) {
    guard !names.isEmpty else { return }
    let current = camLayer
    let order = camLayers
    let place = order.firstIndex(of: current) ?? 0
    // From a block between two stages, a step by stages goes to the nearer end.
    let index =
      names.firstIndex(of: current)
      ?? (step > 0
        ? (names.firstIndex { (order.firstIndex(of: $0) ?? 0) > place } ?? 0) - 1
        : (names.firstIndex { (order.firstIndex(of: $0) ?? 0) > place } ?? 0))
    cam.layer = names[(index + step + names.count) % names.count]
    cam.probe = nil
  }

  /// Tells the class apart from its strongest rival, or stands it alone again.
  private mutating func toggleVersus() {
    guard let target = targetClass, let answer = subject.currentAnswer else { return }
    cam.versus =
      cam.versus == nil ? answer.classes.first { $0.index != target.index }?.index : nil
  }

  private mutating func nextGrid() {
    cam.gridCursor = Point(0, 0)
    switch cam.grid {
    case nil: cam.grid = .methods
    case .methods: cam.grid = .variants
    case .variants: cam.grid = nil
    }
  }

  /// Enter: agrees to an expensive map, tries a failed one again, or opens a map of the grid.
  private mutating func activateInCAM() {
    if let grid = camGrid {
      guard let question = grid[cam.gridCursor.y, cam.gridCursor.x] else { return }
      cam.grid = nil
      if question.network != subject.network { use(question.network) }
      cam.method = methods.firstIndex { $0.name == question.method } ?? cam.method
      cam.layer = question.layer
      cam.target = .index(question.target)
    } else if let forecast = pendingForecast {
      cam.allowed.insert(forecast.question)
    } else {
      jobs.forgetFailure(.map)
      jobs.forgetFailure(.forecast)
    }
  }

  private mutating func moveInGrid(_ action: Action, _ grid: CAMGrid) {
    switch action {
    case .up: cam.gridCursor.y -= 1
    case .down: cam.gridCursor.y += 1
    case .left: cam.gridCursor.x -= 1
    case .right: cam.gridCursor.x += 1
    case .top: cam.gridCursor = Point(0, 0)
    case .bottom: cam.gridCursor = Point(grid.columns.count - 1, grid.rows.count - 1)
    default: break
    }
    cam.gridCursor = Point(
      max(0, min(cam.gridCursor.x, grid.columns.count - 1)),
      max(0, min(cam.gridCursor.y, grid.rows.count - 1)))
  }

  mutating func stepColorMap(_ step: Int) {
    let names = HeatPalette.names
    let index = names.firstIndex(of: look.colorMap) ?? 0
    look.colorMap = names[(index + step + names.count) % names.count]
  }

  /// Moves the reading cursor over the map's cells.
  private mutating func moveProbe(_ action: Action) {
    guard let map = cam.shown?.map else { return }
    guard var probe = cam.probe else {
      cam.probe = map.peak
      return
    }
    switch action {
    case .up: probe.y -= 1
    case .down: probe.y += 1
    case .left: probe.x -= 1
    case .right: probe.x += 1
    case .top: probe = Point(0, 0)
    case .bottom: probe = Point(map.width - 1, map.height - 1)
    default: break
    }
    cam.probe = Point(max(0, min(probe.x, map.width - 1)), max(0, min(probe.y, map.height - 1)))
  }

  /// `chelsea-cam-282.png`, beside where the program was started.
  var suggestedExportPath: String {
    let name = subject.picture?.name ?? "photograph"
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    let words = [
      stem.isEmpty ? name : stem, method?.name, method?.isPixelLevel == true ? nil : camLayer,
      targetClass.map { "\($0.index)" }, mapQuestion?.versus.map { "versus-\($0)" },
    ]
    return words.compactMap(\.self).joined(separator: "-") + ".png"
  }
}
