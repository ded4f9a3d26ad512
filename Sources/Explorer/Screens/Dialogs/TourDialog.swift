import Terminal

/// The tour: three texts, each over the screen that it describes.
struct TourDialog {
  let context: ScreenContext

  static let screens: [ScreenID] = [.variants, .step, .cam]

  private static let titles = ["1 of 3: networks", "2 of 3: step by step", "3 of 3: why"]

  private var texts: [String] {
    let keys = context.keyName
    return [
      "Every row is a network with its cost. \(keys(.activate)) uses one, \(keys(.pull)) downloads "
        + "its weights, \(keys(.mark)) and \(keys(.compare)) put some side by side. "
        + "\(keys(.showArchitecture)) opens its stages, blocks and shapes.",
      "The photograph on its way through the network. \(keys(.nextPoint)) goes to the next "
        + "tensor, \(keys(.nextBlock)) and \(keys(.nextStage)) skip blocks and stages, "
        + "\(keys(.play)) walks by itself, \(keys(.activate)) shows one channel large.",
      "Where the evidence for a class lies. \(keys(.nextMethod)) changes the method, "
        + "\(keys(.nextLayer)) the stage, \(keys(.nextClass)) the class, \(keys(.grid)) shows many "
        + "at once, \(keys(.export)) writes a PNG. \(keys(.help)) lists the keys of each screen.",
    ]
  }

  func draw(_ step: Int, in area: Rect, _ canvas: inout Canvas) {
    guard Self.titles.indices.contains(step) else { return }
    let width = min(64, area.width - 2)
    let lines = texts[step].wrapped(to: max(1, width - 4))
    let (_, bottom) = area.splitBottom(min(area.height, lines.count + 3))
    let inside = canvas.panel(
      "Tour, " + Self.titles[step], Size(width, lines.count + 2), in: bottom,
      hint: step < 2 ? "Enter goes on · Esc ends it" : "Enter ends it")
    for (row, line) in lines.enumerated() {
      canvas.frame.put(line, canvas.theme.panel(.text), row: row, of: inside)
    }
  }
}

extension State {
  /// Shows a step of the tour over its screen; ends the tour after the last step.
  mutating func startTour(_ step: Int) {
    guard TourDialog.screens.indices.contains(step) else { return endTour() }
    if step > 0 { prepareTour() }
    show(TourDialog.screens[step])
    dialog = .tour(step)
  }

  /// Opens the sample, and takes random weights for the tour's time if the network has none.
  private mutating func prepareTour() {
    if subject.wantedPicture == nil, let picture = welcome.samplePicture { open(picture) }
    guard !isRunnable else { return }
    welcome.replacedNetwork = subject.network
    use(AskedNetwork(subject.network.variant, checkpoint: "random:0"))
  }

  private mutating func endTour() {
    dialog = nil
    guard let network = welcome.replacedNetwork else { return }
    welcome.replacedNetwork = nil
    use(network)
    notice = Notice(
      .hint, "the tour was shown with random weights: \(keyName(.pull)) downloads trained ones")
  }

  mutating func handle(_ key: Key, tour step: Int) -> [Effect] {
    switch action(for: key) {
    case .back, .quit: endTour()
    case .left, .up, .previousPane: startTour(max(0, step - 1))
    case .activate, .right, .down, .nextPane, .play: startTour(step + 1)
    default: if key.code == .enter { startTour(step + 1) }
    }
    return []
  }
}
