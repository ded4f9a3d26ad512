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
    case .nextLayer: stepLayer(1)
    case .previousLayer: stepLayer(-1)
    case .nextColorMap: stepColorMap(1)
    case .previousColorMap: stepColorMap(-1)
    case .raiseAlpha: look.alpha = min(1, ((look.alpha + 0.1) * 10).rounded() / 10)
    case .lowerAlpha: look.alpha = max(0, ((look.alpha - 0.1) * 10).rounded() / 10)
    case .signed: look.isSigned.toggle()
    case .export: overlay = .export(ExportDialog(path: suggestedExportPath))
    case .up, .down, .left, .right, .top, .bottom: moveProbe(action)
    default: break
    }
    return []
  }

  private mutating func stepClass(_ step: Int) {
    guard let answer = subject.currentAnswer, !answer.classes.isEmpty else { return }
    let count = answer.classes.count
    let rank = answer.classes.firstIndex { $0.index == targetClass?.index } ?? 0
    cam.target = .rank((rank + step + count) % count)
  }

  private mutating func stepLayer(_ step: Int) {
    let last = architecture.network?.stages.count ?? 9
    let stage = (cam.stage ?? last) + step
    cam.stage = stage < 1 ? last : stage > last ? 1 : stage
    cam.probe = nil
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
      stem.isEmpty ? name : stem, method?.name, camLayer, targetClass.map { "\($0.index)" },
    ]
    return words.compactMap(\.self).joined(separator: "-") + ".png"
  }

  /// Asks for the overlay to be written as the dialog says.
  mutating func export(_ dialog: ExportDialog) -> [Effect] {
    guard let question = cam.shown?.question else { return [] }
    overlay = nil
    return jobs.start(
      .export(
        ExportQuestion(
          map: question, colorMap: look.colorMap, alpha: look.alpha, isSigned: look.isSigned,
          path: dialog.path.text, isReplacing: dialog.confirmsReplacing)))
  }
}
