import Attribution
import Support

/// What a person is told about passes: their forecast, and how far they are.
struct PassReport {
  /// What the passes are for: `score-cam on cat.jpg`.
  let subject: String
  let console: OutputArguments

  /// Says what is about to be spent, unless it is over at once.
  func announce(_ forecast: Forecast) {
    guard forecast.seconds >= 1 else { return }
    console.note(
      "\(subject): \(Self.words(forecast.passes)), about \(Self.duration(forecast.seconds)); "
        + "Ctrl-C shows what is done by then")
  }

  /// Shows progress on a terminal; false once the person pressed Ctrl-C.
  func advance(_ progress: Progress) -> Bool {
    let left = progress.secondsRemaining.map { ", \(Self.duration($0)) left" } ?? ""
    if progress.done >= progress.total {
      console.progress(nil)
    } else {
      console.progress(
        subject,
        ": \(NumberText.grouped(progress.done)) of \(NumberText.grouped(progress.total)) passes"
          + left)
    }
    return !Interruption.isAsked
  }

  func finish() { console.progress(nil) }

  private static func words(_ passes: Passes) -> String {
    let parts = [
      (passes.forward, "forward"), (passes.resumed, "partial forward"),
      (passes.backward, "backward"),
    ]
    return parts.filter { $0.0 > 0 }
      .map { "\(NumberText.grouped($0.0)) \($0.1) pass\($0.0 == 1 ? "" : "es")" }
      .joined(separator: ", ")
  }

  /// `8 s`, `2 min 5 s`, `3 h 10 min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "very long" }
    let whole = Int(seconds.rounded())
    if whole < 1 { return "1 s" }
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
