/// Measures wall time in milliseconds.
package struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  package init() {}

  /// Milliseconds since `init`.
  package var milliseconds: Double {
    let elapsed = ContinuousClock.now - start
    return Double(elapsed.components.seconds) * 1e3 + Double(elapsed.components.attoseconds) / 1e15
  }
}
