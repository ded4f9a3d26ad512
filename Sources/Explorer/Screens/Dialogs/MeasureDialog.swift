import Architectures
import Benchmarking
import Scaling
import Support
import Terminal

/// The question before a network is measured that takes long or needs much memory.
package struct MeasureDialog: Equatable, Sendable {
  var variant: Variant
  /// Expected seconds of all passes; nil if nothing was measured that could tell.
  var seconds: Double?
  var bytes: Int

  /// Seconds and bytes from which the question is asked.
  private static let longSeconds = 20.0
  private static let manyBytes = 2 << 30
  /// Multiply-adds from which it is asked if the time is unknown.
  private static let manyMACs = 10_000_000_000

  var isNeeded: Bool {
    let isLong =
      seconds.map { $0 > Self.longSeconds } ?? (CountedCost.of(variant).macs > Self.manyMACs)
    return isLong || bytes > Self.manyBytes
  }

  private var words: String {
    let time =
      seconds.map { "about \(Numbers.time(milliseconds: $0 * 1e3))" } ?? "an unknown time"
    return "Measuring \(variant.title) takes \(time) and \(Numbers.bytes(bytes)) of memory: "
      + "\(LatencyProtocol.paper.runs) passes on one core, with random weights. It stops when "
      + "you leave the screen."
  }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    let width = min(64, area.width - 2)
    let lines = words.wrapped(to: max(8, width - 4))
    let inside = canvas.panel(
      "Measure the latency?", Size(width, min(area.height, lines.count + 2)), in: area,
      hint: "Enter measures · Esc does not")
    for (row, line) in lines.enumerated() {
      canvas.frame.put(line, canvas.theme.panel(.text), row: row, of: inside)
    }
  }
}

extension State {
  /// Measures a network, or asks first if that is expensive.
  mutating func measure(_ variant: Variant) -> [Effect] {
    let side = variant.resolution
    let question = MeasureDialog(
      variant: variant, seconds: expectedSeconds(of: variant),
      bytes: LatencyMeter.bytes(of: variant.network(), height: side, width: side))
    guard !question.isNeeded else {
      dialog = .measure(question)
      return []
    }
    return jobs.start(LatencyJob(variant: variant))
  }

  /// Seconds of all passes of a measurement, from the prediction or from a network measured before.
  private func expectedSeconds(of variant: Variant) -> Double? {
    let passes = Double(LatencyProtocol.paper.runs + 2)
    if screens.scaling.network?.variant == variant, let predicted = screens.scaling.predicted {
      return predicted * passes
    }
    let known = screens.results.latencies.seconds
    guard let largest = known.max(by: { $0.value < $1.value }) else { return nil }
    let ratio =
      Double(CountedCost.of(variant).macs) / Double(max(1, CountedCost.of(largest.key).macs))
    return largest.value * ratio * passes
  }

  mutating func handle(_ key: Key, _ dialog: MeasureDialog) -> [Effect] {
    if key.code == .enter {
      self.dialog = nil
      return jobs.start(LatencyJob(variant: dialog.variant))
    }
    switch action(for: key) {
    case .back, .quit: self.dialog = nil
    default: break
    }
    return []
  }
}
