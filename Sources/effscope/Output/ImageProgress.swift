import Support

/// Progress over several images of many passes each, with the time that is left.
struct ImageProgress {
  private let images: Int
  private let isShown: Bool
  private let isQuiet: Bool
  private let unit: String
  private let watch = Stopwatch()
  private var finished = 0

  init(images: Int, isQuiet: Bool, unit: String = "passes") {
    self.images = images
    self.isQuiet = isQuiet
    self.unit = unit
    isShown = Console.isErrorATerminal && !isQuiet
  }

  /// Says what is about to be spent, unless it is over at once.
  func announce(seconds: Double) {
    guard !isQuiet, seconds >= 1 else { return }
    Console.note(
      "about \(PassReport.duration(seconds)) for \(images) image\(images == 1 ? "" : "s"); "
        + "Ctrl-C shows what is done by then")
  }

  /// Shows which image is under way; false once the person pressed Ctrl-C.
  func show(_ image: String) -> Bool {
    if isShown {
      let share = Double(finished) / Double(images)
      let left = PassReport.duration(watch.milliseconds / 1e3 * (1 - share) / max(share, 1e-9))
      Console.progress(
        "\(image) (\(finished + 1) of \(images))" + (finished > 0 ? ", \(left) left" : ""))
    }
    return !Interruption.isAsked
  }

  /// Shows how far one image is; false once the person pressed Ctrl-C.
  func show(_ image: String, done: Int, total: Int) -> Bool {
    if isShown {
      let share = (Double(finished) + Double(done) / Double(max(total, 1))) / Double(images)
      var line =
        "\(image) (\(finished + 1) of \(images)): \(NumberText.grouped(done)) of "
        + "\(NumberText.grouped(total)) \(unit)"
      if share > 0.01 {
        line += ", \(PassReport.duration(watch.milliseconds / 1e3 * (1 - share) / share)) left"
      }
      Console.progress(line)
    }
    return !Interruption.isAsked
  }

  /// One image is over, well or badly.
  mutating func finishImage() { finished += 1 }

  /// Takes the line of progress away.
  func clear() {
    if isShown { Console.progress(nil) }
  }
}
