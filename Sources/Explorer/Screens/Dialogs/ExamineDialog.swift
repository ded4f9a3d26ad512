import Support
import Terminal

/// The ways into the gallery: examine the pictures of the folder, or open a recent library.
package struct ExamineDialog: Equatable, Sendable {
  enum Choice: Equatable, Sendable { case examine, open(String), cancel }

  var cursor = 0

  func draw(
    _ choices: [(choice: Choice, text: String, reason: String?)], directory: String,
    in area: Rect, _ canvas: inout Canvas
  ) {
    let width = min(76, area.width - 2)
    let words =
      "The gallery shows many pictures at once, each with its map and the network's answer."
    let lines = words.wrapped(to: max(8, width - 4))
    let inside = canvas.panel(
      "Gallery of \(directory.truncatedAtStart(to: max(8, width - 16)))",
      Size(width, min(area.height, lines.count + choices.count + 3)), in: area,
      hint: "Enter chooses · Esc closes")
    for (row, line) in lines.enumerated() {
      canvas.frame.put(line, canvas.theme.panel(.muted), row: row, of: inside)
    }
    canvas.actions(
      choices.map { ($0.text, "", $0.reason) }, cursor: cursor,
      in: inside.splitTop(lines.count + 1).rest)
  }
}

extension State {
  var examineChoices: [(choice: ExamineDialog.Choice, text: String, reason: String?)] {
    let reason = reasonAgainstExamining
    let words =
      reason == nil
      ? "Examine \(examinedWords)" : "Examine the pictures of this folder"
    var choices = [(choice: ExamineDialog.Choice.examine, text: words, reason: reason)]
    for path in screens.gallery.recent.prefix(6) {
      choices.append((.open(path), "Open the library \(path.lastPathComponent)", nil))
    }
    choices.append((.cancel, "Go back", nil))
    return choices
  }

  /// `60 pictures with lite0, about 2 s`.
  private var examinedWords: String {
    let count = screens.files.pictures.count
    let words =
      "\(count) \(count == 1 ? "picture" : "pictures") with \(subject.network.variant)"
    guard let seconds = secondsOfPicture else { return words }
    return words + ", about \(Numbers.time(milliseconds: seconds * 1e3 * Double(count)))"
  }

  /// Seconds that the network took for the open photograph; nil if it has answered none.
  private var secondsOfPicture: Double? {
    subject.currentAnswer.map { $0.phases.reduce(0) { $0 + $1.milliseconds } / 1e3 }
  }

  var reasonAgainstExamining: String? {
    if screens.files.listing == nil { return "the folder is not read yet" }
    if screens.files.pictures.isEmpty { return "there is no picture in it" }
    if !isRunnable { return "the weights of \(subject.network.variant) are not installed" }
    return ExamineJob.library(of: screens.files.directory, subject.network) == nil
      ? "there is no folder for data: HOME is not set" : nil
  }

  mutating func handle(_ key: Key, _ dialog: ExamineDialog) -> [Effect] {
    if key.code == .enter { return accept(dialog) }
    switch action(for: key) {
    case .back, .quit: self.dialog = nil
    case let action:
      let cursor = moved(dialog.cursor, by: action, count: examineChoices.count)
      self.dialog = .examine(ExamineDialog(cursor: cursor))
    }
    return []
  }

  private mutating func accept(_ dialog: ExamineDialog) -> [Effect] {
    let choices = examineChoices
    let chosen = choices[max(0, min(dialog.cursor, choices.count - 1))]
    if let reason = chosen.reason {
      notice = Notice(.hint, reason)
      return []
    }
    self.dialog = nil
    switch chosen.choice {
    case .examine:
      guard let library = ExamineJob.library(of: screens.files.directory, subject.network) else {
        return []
      }
      return jobs.start(
        ExamineJob(
          network: subject.network, pictures: screens.files.pictures.map(\.path),
          library: library))
    case .open(let path):
      screens.gallery.open(path)
      show(.gallery, keepsTrail: true)
    case .cancel: break
    }
    return []
  }
}
