/// What the workers are doing, and what they could not do.
package struct Jobs: Equatable, Sendable {
  /// A job that has not answered yet.
  package struct Running: Equatable, Sendable {
    package var id: Int
    package var order: WorkOrder
    package var fraction: Double?
    package var text: String?
    /// Ticks since it began; short jobs show no spinner.
    package var ticks = 0
  }

  /// A job that failed.
  package struct Failed: Equatable, Sendable {
    package var order: WorkOrder
    package var failure: WorkFailure
  }

  package private(set) var running: [Purpose: Running] = [:]
  package private(set) var failed: [Purpose: Failed] = [:]
  private var lastID = 0

  package init() {}

  /// Starts a job unless the same one runs already or has failed.
  mutating func ensure(_ order: WorkOrder) -> [Effect] {
    let purpose = order.purpose
    if running[purpose]?.order == order || failed[purpose]?.order == order { return [] }
    return start(order)
  }

  /// Starts a job; an older one for the same purpose no longer counts.
  mutating func start(_ order: WorkOrder) -> [Effect] {
    lastID += 1
    failed[order.purpose] = nil
    running[order.purpose] = Running(id: lastID, order: order)
    return [.start(order, id: lastID)]
  }

  /// Forgets a purpose; its running job is cancelled.
  mutating func cancel(_ purpose: Purpose) -> [Effect] {
    guard running.removeValue(forKey: purpose) != nil else { return [] }
    return [.cancel(purpose)]
  }

  /// Ends a job that the person does not want; it starts again only when asked for.
  mutating func stop(_ purpose: Purpose) -> [Effect] {
    guard let job = running[purpose] else { return [] }
    failed[purpose] = Failed(
      order: job.order, failure: WorkFailure("cancelled \(purpose.activity)"))
    return cancel(purpose)
  }

  /// Lets everything that failed be tried again.
  mutating func forgetFailures() { failed = [:] }

  /// Takes note of an end; false if the job no longer counts.
  mutating func finish(_ purpose: Purpose, id: Int) -> Bool {
    guard running[purpose]?.id == id else { return false }
    running[purpose] = nil
    return true
  }

  /// Takes note of a failure; false if the job no longer counts.
  mutating func fail(_ purpose: Purpose, id: Int, _ failure: WorkFailure) -> Bool {
    guard let job = running[purpose], job.id == id else { return false }
    running[purpose] = nil
    failed[purpose] = Failed(order: job.order, failure: failure)
    return true
  }

  mutating func progress(_ purpose: Purpose, id: Int, fraction: Double?, text: String) {
    guard running[purpose]?.id == id else { return }
    running[purpose]?.fraction = fraction
    running[purpose]?.text = text
  }

  /// Lets a failed job be tried again.
  mutating func forgetFailure(_ purpose: Purpose) { failed[purpose] = nil }

  mutating func tick() {
    for purpose in Array(running.keys) { running[purpose]?.ticks += 1 }
  }

  /// The job that the status line speaks of: the oldest.
  package var shown: Running? { running.values.min { $0.id < $1.id } }
}
