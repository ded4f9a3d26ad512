import Support

/// One piece of work that reads files or runs a network, as a value that tests can compare.
///
/// The state lists the jobs that it needs (`State.desiredJobs`); a worker thread runs each of them
/// against the workbench; the state then takes the output. Every job has a file of its own in this
/// folder and a line in `JobList`.
package protocol Job: Hashable, Sendable {
  /// What the job brings.
  associatedtype Output: Sendable

  /// What the job is for. Only the newest job of a kind counts.
  static var kind: JobKind { get }

  /// The job of this kind whose output the state lacks; nil if it lacks none.
  ///
  /// A job that only a key starts returns nil and is started by `Jobs.start`.
  static func desired(in state: State) -> Self?

  /// Whether the running job goes on, and delays others of its kind, while the state does not
  /// desire it.
  func isKept(in state: State) -> Bool

  /// Does the work; called on the thread of the job's lane.
  func run(in workbench: Workbench, context: JobContext) throws(Failure) -> Output

  /// Stores the output in the state.
  func finish(_ output: Output, in state: inout State)

  /// Takes note of a failure, which is already stored as the last failure of this kind.
  func fail(_ failure: Failure, in state: inout State)
}

extension Job {
  package static func desired(in state: State) -> Self? { nil }
  package func isKept(in state: State) -> Bool { Self.kind.isKept }
  package func fail(_ failure: Failure, in state: inout State) {
    state.notice = Notice(.failure, failure.text)
  }
}

/// A job that asks the loaded networks; its lane is `compute`.
package protocol ModelJob: Job {
  /// Does the work, with the job's context in `models`.
  func run(with models: inout ModelCache) throws(Failure) -> Output
}

extension ModelJob {
  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> Output {
    try workbench.models.withLock { models throws(Failure) in
      models.context = context
      return try run(with: &models)
    }
  }
}

/// The purpose of a job; each job declares its kind.
package struct JobKind: Hashable, Sendable {
  /// The name in the log.
  package let name: String
  package let lane: Lane
  /// The text of the status line while a job of this kind runs.
  package let activity: String
  /// Whether a running job always goes on while the state does not desire it.
  let isKept: Bool

  /// Jobs of one lane run one after the other, on one thread.
  package enum Lane: CaseIterable, Sendable { case compute, files, network, thumbnails, counting }

  init(_ name: String, _ lane: Lane, _ activity: String, isKept: Bool = false) {
    (self.name, self.lane, self.activity, self.isKept) = (name, lane, activity, isKept)
  }
}

/// Progress callbacks of a running job.
package struct JobContext: Sendable {
  /// Reports the fraction done (nil if unknown) and a description of the current step.
  package let progress: @Sendable (Double?, String) -> Void
  /// Whether the result is no longer needed.
  package let isCancelled: @Sendable () -> Bool

  package init(
    progress: @escaping @Sendable (Double?, String) -> Void = { _, _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    (self.progress, self.isCancelled) = (progress, isCancelled)
  }

  /// Throws if the job was cancelled; called between the steps of a job.
  func checkCancellation() throws(Failure) {
    guard isCancelled() else { return }
    throw Failure(.interrupted, "stopped", because: "the result is no longer needed")
  }
}

/// Carries jobs out: `Workbench` runs them, tests answer them with prepared outputs.
package protocol JobRunner: Sendable {
  func run<Work: Job>(_ job: Work, context: JobContext) throws(Failure) -> Work.Output
}

extension Failure {
  /// What could not be done and why, without advice.
  package var sentence: String { what + (subject.map { " '\($0)'" } ?? "") + ": " + why }

  /// Sentence and advice in one line; control characters are replaced when cells are drawn.
  package var text: String { advice.map { "\(sentence); \($0)" } ?? sentence }
}
