import Terminal

/// The choices for a network without weights.
package struct WeightsDialog: Equatable, Sendable {
  enum Choice: Sendable { case pull, untrained, cancel }

  var variant: String
  var canPull: Bool
  var cursor = 0

  var choices: [Choice] { canPull ? [.pull, .untrained, .cancel] : [.untrained, .cancel] }

  /// Draws the dialog; `current` is the network that is used now.
  func draw(current: String, in area: Rect, _ canvas: inout Canvas) {
    let inside = canvas.panel(
      "No weights for \(variant)", Size(min(58, area.width - 4), choices.count + 5), in: area,
      hint: "Enter chooses · Esc closes")
    canvas.put("Its weights are not installed.", canvas.theme.panel(.muted), in: inside)
    let texts = choices.map { choice in
      switch choice {
      case .pull: "Pull them now"
      case .untrained: "Use random weights: shapes and timings only"
      case .cancel: "Go on with \(current)"
      }
    }
    canvas.list(
      texts.map { ($0, "", .text) }, cursor: cursor,
      in: Rect(inside.x, inside.y + 2, inside.width, inside.height - 2))
  }
}

extension State {
  mutating func handle(_ key: Key, _ dialog: WeightsDialog) -> [Effect] {
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

  private mutating func accept(_ dialog: WeightsDialog) -> [Effect] {
    self.dialog = nil
    switch dialog.choices[min(dialog.cursor, dialog.choices.count - 1)] {
    case .pull:
      subject.network = AskedNetwork(dialog.variant)
      return pull(dialog.variant)
    case .untrained: use(AskedNetwork(dialog.variant, checkpoint: "random:0"))
    case .cancel: break
    }
    return []
  }
}
