import Checkpoints
import Explanations
import Support
import Synchronization

/// What jobs run against: the loaded networks, the installed weights and the open library.
package final class Workbench: JobRunner {
  /// Used by jobs of the compute lane only, so the lock is free except while one of them runs.
  let models: Mutex<ModelCache>
  let store: WeightStore
  let libraries = LibraryReader()
  /// Pixels at most of a photograph.
  let pixelLimit: Int

  /// `asked` has the command line's choices for the network that it names.
  package init(store: WeightStore = .user, asked: NetworkRequest = NetworkRequest()) {
    self.store = store
    pixelLimit = asked.pixelLimit
    models = Mutex(ModelCache(asked: asked))
  }

  package func run<Work: Job>(_ job: Work, context: JobContext) throws(Failure) -> Work.Output {
    try job.run(in: self, context: context)
  }
}
