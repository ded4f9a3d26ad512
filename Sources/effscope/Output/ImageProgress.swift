import Support

/// Progress over several images of many passes each, with the time that is left.
struct ImageProgress {
  let images: Int
  let console: OutputArguments
  var unit = "passes"
  private let watch = Stopwatch()
  private(set) var finished = 0

  /// Says what is about to be spent and what Ctrl-C does; false if it is over at once.
  @discardableResult
  func announce(seconds: Double, stopping: String = "shows what is done by then") -> Bool {
    guard seconds >= 1 else { return false }
    console.note(
      "about \(PassReport.duration(seconds)) for \(images) image\(images == 1 ? "" : "s"); "
        + "Ctrl-C \(stopping)")
    return true
  }

  /// Shows which image is under way; false once the person pressed Ctrl-C.
  func show(_ image: String) -> Bool {
    show(
      image, " (\(finished + 1) of \(images))", share: Double(finished) / Double(images), from: 0)
  }

  /// Shows how far one image is; false once the person pressed Ctrl-C.
  func show(_ image: String, done: Int, total: Int) -> Bool {
    show(
      image,
      " (\(finished + 1) of \(images)): \(NumberText.grouped(done)) of "
        + "\(NumberText.grouped(total)) \(unit)",
      share: (Double(finished) + Double(done) / Double(max(total, 1))) / Double(images), from: 0.01)
  }

  /// Shows the image, `text` and, once more than `least` of the work is done, the time that is left.
  private func show(_ image: String, _ text: String, share: Double, from least: Double) -> Bool {
    let left = PassReport.duration(watch.milliseconds / 1e3 * (1 - share) / max(share, 1e-9))
    console.progress(image, text + (share > least ? ", \(left) left" : ""))
    return !Interruption.isAsked
  }

  mutating func finishImage() { finished += 1 }

  func clear() { console.progress(nil) }
}
