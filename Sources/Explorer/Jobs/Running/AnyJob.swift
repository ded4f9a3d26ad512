import Support

/// A job of any kind; two are equal if their types and values are.
package struct AnyJob: Hashable, Sendable {
  package let base: any Job

  package init(_ job: some Job) { base = job }

  package var kind: JobKind { type(of: base).kind }

  /// Runs the job and returns its output, ready to be stored in a state.
  package func result(from runner: any JobRunner, context: JobContext) throws(Failure)
    -> JobResult
  {
    func run(_ job: some Job) throws(Failure) -> JobResult {
      job.result(try runner.run(job, context: context))
    }
    return try run(base)
  }

  package static func == (left: AnyJob, right: AnyJob) -> Bool {
    AnyHashable(left.base) == AnyHashable(right.base)
  }

  package func hash(into hasher: inout Hasher) { base.hash(into: &hasher) }
}

/// The output of a job, with the change that it makes to the state.
package struct JobResult: Sendable {
  package let kind: JobKind
  let apply: @Sendable (inout State) -> Void
}

extension Job {
  package func result(_ output: Output) -> JobResult {
    JobResult(kind: Self.kind) { state in finish(output, in: &state) }
  }

  static func anyDesired(in state: State) -> AnyJob? { desired(in: state).map { AnyJob($0) } }
}
