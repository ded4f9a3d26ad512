import Terminal

extension State {
  func drawWelcome(_ dialog: WelcomeDialog, in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let choices = welcomeChoices
    let inside = panel(
      "Welcome to Effscope", Size(min(66, area.width - 2), choices.count + 6), in: area,
      hint: "Enter chooses · Esc looks around", &canvas)
    let words = "See what an EfficientNet sees in a photograph, layer by layer."
    canvas.frame.put(words, theme.panel(.muted), row: 0, of: inside)
    drawList(
      choices.map { item in
        (
          item.text + (item.reason.map { " (\($0))" } ?? ""), "",
          item.reason == nil ? Theme.Role.text : .muted
        )
      }, cursor: dialog.cursor, in: inside.splitTop(2).rest, &canvas)
  }

  private var tourWords: [(title: String, text: String)] {
    let keys = { (action: Action) in keyName(action) }
    return [
      (
        "1 of 3: networks",
        "Every row is a network with its cost. \(keys(.activate)) uses one, \(keys(.pull)) pulls "
          + "its weights, \(keys(.mark)) and \(keys(.compare)) put some side by side. "
          + "\(keys(.showArchitecture)) opens its stages, blocks and shapes."
      ),
      (
        "2 of 3: step by step",
        "The photograph on its way through the network. \(keys(.nextPoint)) goes to the next "
          + "tensor, \(keys(.nextBlock)) and \(keys(.nextStage)) skip blocks and stages, "
          + "\(keys(.play)) walks by itself, \(keys(.activate)) shows one channel large."
      ),
      (
        "3 of 3: why",
        "Where the evidence for a class lies. \(keys(.nextMethod)) changes the method, "
          + "\(keys(.nextLayer)) the stage, \(keys(.nextClass)) the class, \(keys(.grid)) shows many "
          + "at once, \(keys(.export)) writes a PNG. \(keys(.help)) lists the keys of each screen."
      ),
    ]
  }

  func drawTour(_ step: Int, in area: Rect, _ canvas: inout Canvas) {
    guard tourWords.indices.contains(step) else { return }
    let words = tourWords[step]
    let width = min(64, area.width - 2)
    let lines = words.text.wrapped(to: max(1, width - 4))
    let (_, bottom) = area.splitBottom(min(area.height, lines.count + 3))
    let inside = panel(
      "Tour, " + words.title, Size(width, lines.count + 2), in: bottom,
      hint: step < 2 ? "Enter goes on · Esc ends it" : "Enter ends it", &canvas)
    for (row, line) in lines.enumerated() {
      canvas.frame.put(line, canvas.theme.panel(.text), row: row, of: inside)
    }
  }
}
