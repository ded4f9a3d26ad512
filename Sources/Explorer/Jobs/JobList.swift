import Support

/// The list of all kinds of job.
package enum JobList {
  /// All kinds, in the order in which desired jobs are started: the photograph first, because it is
  /// what the user sees first.
  package static let all: [any Job.Type] = [
    PictureJob.self, PreviewJob.self, AnswerJob.self, StepJob.self, ForecastJob.self, MapJob.self,
    CurvesJob.self, PixelsJob.self, LibraryJob.self, GalleryJob.self, GalleryRowsJob.self,
    ThumbnailsJob.self, RatesJob.self, SweepJob.self, SearchJob.self, BudgetJob.self,
    ResultsJob.self, LatencyJob.self, VariantsJob.self, ListingJob.self, ProfileJob.self,
    ExportJob.self, PullJob.self, LoadJob.self, ReportJob.self, ExamineJob.self,
  ]
}

extension State {
  /// The jobs whose outputs the state lacks, whether they run already or not.
  package var desiredJobs: [AnyJob] { JobList.all.compactMap { $0.anyDesired(in: self) } }

  /// Starts the desired jobs that neither run nor have failed, and cancels running jobs that are
  /// neither desired nor kept.
  mutating func reconcileJobs() -> [Effect] {
    let desired = desiredJobs
    var effects: [Effect] = []
    let running = jobs.running.values.map(\.job).sorted { $0.kind.name < $1.kind.name }
    for job in running where !desired.contains(job) && !job.base.isKept(in: self) {
      effects += jobs.cancel(job.kind)
    }
    for job in desired where jobs.running[job.kind] == nil && jobs.failed[job.kind]?.job != job {
      effects += jobs.start(job)
    }
    return effects
  }

  /// Takes the output of a job, unless a newer job of its kind has replaced it.
  mutating func take(_ result: JobResult, id: Int) {
    guard jobs.finish(result.kind, id: id) else { return }
    result.apply(&self)
  }

  /// Takes note of a failed job, unless a newer job of its kind has replaced it.
  mutating func take(_ failure: Failure, _ kind: JobKind, id: Int) {
    guard let job = jobs.fail(kind, id: id, failure) else { return }
    messages.add(.failure, failure.text, job: kind.name)
    job.base.fail(failure, in: &self)
  }
}
