import Terminal

/// The choices for a network without weights, also after a download or a file has failed.
package struct WeightsDialog: Equatable, Sendable {
  enum Choice: Sendable { case pull, file, untrained, copy, cancel }

  var variant: String
  var canPull: Bool
  /// What a download is for.
  var purpose = PullJob.Purpose.use
  /// The whole sentence of what failed; nil if nothing was tried.
  var failure: String?
  /// The path of a file while it is typed.
  var file: TextField?
  var cursor = 0

  var choices: [Choice] {
    let first: [Choice] = canPull ? [.pull, .file, .untrained] : [.untrained, .file]
    return first + (failure == nil ? [.cancel] : [.copy, .cancel])
  }

  private func text(of choice: Choice, current: String) -> String {
    switch choice {
    case .pull where failure != nil: "Try the download again"
    case .pull:
      "Download them now" + (PullJob.size(of: variant).map { " (\($0))" } ?? "")
    case .file: "Use a file with weights that I have"
    case .untrained: "Use random weights: shapes and timings only"
    case .copy: "Copy the error"
    case .cancel: "Go on with \(current)"
    }
  }

  /// Draws the dialog; `current` is the network that is used now.
  func draw(current: String, in area: Rect, _ canvas: inout Canvas) {
    let width = min(failure == nil ? 58 : 76, area.width - 2)
    let sentence = failure ?? "Its weights are not installed."
    let lines = sentence.wrapped(to: max(8, width - 4))
    let rows = file == nil ? choices.count : 2
    let hint = file == nil ? "Enter chooses · Esc closes" : "Enter loads it · Esc goes back"
    let inside = canvas.panel(
      failure == nil ? "No weights for \(variant)" : "The weights of \(variant)",
      Size(width, min(area.height, lines.count + rows + 3)), in: area, hint: hint)
    // The choices stay in view; a very long sentence ends with the message log's key instead.
    let room = max(1, inside.height - rows - 1)
    for (row, line) in lines.prefix(room).enumerated() {
      canvas.frame.put(
        line, canvas.theme.panel(failure == nil ? .muted : .error), row: row, of: inside)
    }
    let list = inside.splitTop(min(room, lines.count) + 1).rest
    if let file {
      canvas.put("Path of the file:", canvas.theme.panel(.muted), in: list)
      file.draw(
        in: Rect(list.x, list.y + 1, list.width, 1), of: &canvas.frame,
        style: canvas.theme.panel(.text))
      return
    }
    canvas.list(
      choices.map { (text(of: $0, current: current), "", .text) }, cursor: cursor, in: list)
  }
}

extension State {
  mutating func handle(_ key: Key, _ dialog: WeightsDialog) -> [Effect] {
    if let file = dialog.file { return handle(key, dialog, typing: file) }
    if key.code == .enter { return accept(dialog) }
    switch action(for: key) {
    case .back, .quit: self.dialog = nil
    case let action:
      var dialog = dialog
      dialog.cursor = moved(dialog.cursor, by: action, count: dialog.choices.count)
      self.dialog = .weights(dialog)
    }
    return []
  }

  private mutating func handle(_ key: Key, _ dialog: WeightsDialog, typing file: TextField)
    -> [Effect]
  {
    var (dialog, file) = (dialog, file)
    switch key.code {
    case .escape: dialog.file = nil
    case .enter:
      guard !file.text.isEmpty else { return [] }
      self.dialog = nil
      return jobs.start(LoadJob(checkpoint: file.text))
    default:
      _ = file.handle(key)
      dialog.file = file
    }
    self.dialog = .weights(dialog)
    return []
  }

  private mutating func accept(_ dialog: WeightsDialog) -> [Effect] {
    self.dialog = nil
    switch dialog.choices[max(0, min(dialog.cursor, dialog.choices.count - 1))] {
    case .pull: return pull(dialog.variant, for: dialog.purpose)
    case .file:
      var dialog = dialog
      dialog.file = TextField("")
      self.dialog = .weights(dialog)
    case .untrained: use(AskedNetwork(dialog.variant, checkpoint: "random:0"))
    case .copy:
      self.dialog = .weights(dialog)
      return [.copy(dialog.failure ?? "")]
    case .cancel: break
    }
    return []
  }

  /// Shows why weights could not be had, with what can be done instead.
  mutating func showWeightsFailure(
    _ failure: String, variant: String, canPull: Bool, purpose: PullJob.Purpose = .use
  ) {
    notice = Notice(.failure, failure)
    // A dialog that is being used stays; the sentence is in the message log.
    guard dialog == nil else { return }
    dialog = .weights(
      WeightsDialog(variant: variant, canPull: canPull, purpose: purpose, failure: failure))
  }
}
