import Checkpoints
import Support

extension PullStep {
  /// The step in a few words, for the command line and the explorer.
  package var words: String {
    switch self {
    case .waiting: "waiting for another program that pulls the same weights"
    case .fetching(let place): "fetching \(place)"
    case .receiving(let progress): progress.words
    case .retrying(let reason, let seconds):
      "\(reason); trying again in \(NumberText.significant(seconds)) s"
    case .verifying(let count): "checking the SHA-256 of \(NumberText.bytes(count))"
    case .installing(let file): "installing \(file)"
    }
  }

  /// Fraction of the bytes received; nil if unknown.
  package var fraction: Double? {
    if case .receiving(let progress) = self { return progress.fraction }
    return nil
  }
}

extension DownloadProgress {
  /// `12.1 of 20.5 MB, 3.4 MB/s, 0:03 left`.
  package var words: String {
    var words = NumberText.bytes(received)
    if let total { words += " of \(NumberText.bytes(total))" }
    if rate > 0 { words += ", \(NumberText.bytes(Int(rate)))/s" }
    if let secondsLeft, secondsLeft < 360_000 { words += ", \(Self.clock(secondsLeft)) left" }
    return words
  }

  /// `0:03`, `1:02:03`.
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
    let minutes = whole / 60
    guard minutes >= 60 else { return "\(minutes):\(two(whole % 60))" }
    return "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
  }
}
