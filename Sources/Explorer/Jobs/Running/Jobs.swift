import Support

/// The running jobs, and the last failure of each kind.
package struct Jobs: Equatable, Sendable {
  /// A job that has not answered yet.
  package struct Running: Equatable, Sendable {
    package var id: Int
    package var job: AnyJob
    package var fraction: Double?
    package var text: String?
    /// Ticks since the start; short jobs show no spinner.
    package var ticks = 0
  }

  package struct Failed: Equatable, Sendable {
    package var job: AnyJob
    package var failure: Failure
  }

  package private(set) var running: [JobKind: Running] = [:]
  package private(set) var failed: [JobKind: Failed] = [:]
  private var lastID = 0

  package init() {}

  /// Starts a job in place of an older one of its kind.
  mutating func start(_ job: some Job) -> [Effect] { start(AnyJob(job)) }

  mutating func start(_ job: AnyJob) -> [Effect] {
    lastID += 1
    failed[job.kind] = nil
    running[job.kind] = Running(id: lastID, job: job)
    return [.start(job, id: lastID)]
  }

  mutating func cancel(_ kind: JobKind) -> [Effect] {
    guard running.removeValue(forKey: kind) != nil else { return [] }
    return [.cancel(kind)]
  }

  /// Cancels a job at the user's request; the same job starts again only after its failure is
  /// forgotten.
  mutating func stop(_ kind: JobKind) -> [Effect] {
    guard let job = running[kind]?.job else { return [] }
    failed[kind] = Failed(
      job: job,
      failure: Failure(.interrupted, "cancelled \(kind.activity)", because: "stopped with ^C"))
    return cancel(kind)
  }

  /// Removes a finished job; false if a newer job of the kind has replaced it.
  mutating func finish(_ kind: JobKind, id: Int) -> Bool {
    guard running[kind]?.id == id else { return false }
    running[kind] = nil
    return true
  }

  /// Notes a failure and returns the job; nil if a newer job of the kind has replaced it.
  mutating func fail(_ kind: JobKind, id: Int, _ failure: Failure) -> AnyJob? {
    guard let job = running[kind], job.id == id else { return nil }
    running[kind] = nil
    failed[kind] = Failed(job: job.job, failure: failure)
    return job.job
  }

  mutating func progress(_ kind: JobKind, id: Int, fraction: Double?, text: String) {
    guard running[kind]?.id == id else { return }
    running[kind]?.fraction = fraction
    running[kind]?.text = text
  }

  /// Allows the failed job of a kind to start again.
  mutating func forgetFailure(_ kind: JobKind) { failed[kind] = nil }

  /// Allows all failed jobs to start again.
  mutating func forgetFailures() { failed = [:] }

  mutating func tick() {
    for kind in Array(running.keys) { running[kind]?.ticks += 1 }
  }

  /// The running entry of exactly this job.
  package func running(_ job: some Job) -> Running? {
    running[type(of: job).kind].flatMap { $0.job == AnyJob(job) ? $0 : nil }
  }

  /// The failure of exactly this job.
  package func failure(of job: some Job) -> Failure? {
    failed[type(of: job).kind].flatMap { $0.job == AnyJob(job) ? $0.failure : nil }
  }

  /// The job that the status line describes: the oldest.
  package var shown: Running? { running.values.min { $0.id < $1.id } }
}
