import Terminal

/// What the welcome dialog and the tour need.
package struct WelcomeState: Equatable, Sendable {
  /// Path of a photograph that is installed with the program.
  package var samplePicture: String?
  /// Whether the tour was seen or skipped.
  package var isToured = true
  /// The network that the tour replaced by one with random weights, and takes up again.
  var replacedNetwork: AskedNetwork?

  package init(samplePicture: String? = nil, isToured: Bool = true) {
    (self.samplePicture, self.isToured) = (samplePicture, isToured)
  }

  /// The network that is downloaded at the first start.
  static let firstVariant = "lite0"
}

/// The dialog of the first start.
package struct WelcomeDialog: Equatable, Sendable {
  var cursor = 0

  package init() {}

  enum Choice: Sendable { case explain, files, tour, start }

  /// Draws the choices; one that is not possible has a reason.
  func draw(
    _ choices: [(choice: Choice, text: String, reason: String?)], in area: Rect,
    _ canvas: inout Canvas
  ) {
    let inside = canvas.panel(
      "Welcome to Effscope", Size(min(70, area.width - 2), choices.count + 6), in: area,
      hint: "Enter chooses · Esc looks around")
    let words = "See what an EfficientNet sees in a photograph, layer by layer."
    canvas.frame.put(words, canvas.theme.panel(.muted), row: 0, of: inside)
    canvas.actions(
      choices.map { ($0.text, "", $0.reason) }, cursor: cursor, in: inside.splitTop(2).rest)
  }
}

extension State {
  var welcomeChoices: [(choice: WelcomeDialog.Choice, text: String, reason: String?)] {
    let size = PullJob.size(of: WelcomeState.firstVariant).map { " (\($0))" } ?? ""
    let text =
      firstNetwork == nil
      ? "Download EfficientNet-Lite0\(size) and explain the sample"
      : "Explain the sample photograph"
    return [
      (.explain, text, welcome.samplePicture == nil ? "there is no sample" : nil),
      (.files, "Choose a photograph", nil),
      (.tour, "Take the tour: three steps", nil),
      (.start, "Look around", nil),
    ]
  }

  /// The network in use if it has weights, else the smallest installed one; nil if there is none.
  private var firstNetwork: AskedNetwork? {
    if screens.variants.all.isEmpty { return nil }
    return isRunnable ? subject.network : screens.variants.installed.first.map { AskedNetwork($0) }
  }

  /// Opens the sample photograph and shows where the network sees what it answers.
  mutating func explainSample() {
    guard let picture = welcome.samplePicture else { return }
    open(picture)
    show(.cam)
  }

  mutating func handle(_ key: Key, _ dialog: WelcomeDialog) -> [Effect] {
    if key.code == .enter { return accept(dialog) }
    switch action(for: key) {
    case .back:
      self.dialog = nil
      welcome.isToured = true
    case .quit: return [.quit]
    case let action:
      var dialog = dialog
      dialog.cursor = moved(dialog.cursor, by: action, count: welcomeChoices.count)
      self.dialog = .welcome(dialog)
    }
    return []
  }

  private mutating func accept(_ dialog: WelcomeDialog) -> [Effect] {
    let choices = welcomeChoices
    let chosen = choices[max(0, min(dialog.cursor, choices.count - 1))]
    if let reason = chosen.reason {
      notice = Notice(.hint, reason)
      return []
    }
    self.dialog = nil
    welcome.isToured = true
    switch chosen.choice {
    case .explain:
      let network = firstNetwork
      explainSample()
      guard let network else { return pull(WelcomeState.firstVariant, for: .explainSample) }
      if network != subject.network { use(network) }
    case .files: show(.files)
    case .tour: startTour(0)
    case .start: break
    }
    return []
  }
}
