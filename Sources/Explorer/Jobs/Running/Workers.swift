import Glibc
import Support
import Synchronization
import Terminal

/// Threads that run jobs, one for each lane, and send their outputs to the inbox.
package final class Workers: Sendable {
  private let runner: any JobRunner
  private let inbox: Inbox
  private let lanes: [JobKind.Lane: JobQueue]

  package init(_ runner: any JobRunner, inbox: Inbox) {
    self.runner = runner
    self.inbox = inbox
    var lanes: [JobKind.Lane: JobQueue] = [:]
    for lane in JobKind.Lane.allCases { lanes[lane] = JobQueue() }
    self.lanes = lanes
    for queue in lanes.values { Self.startThread { [self] in serve(queue) } }
  }

  /// Queues a job; waiting jobs of its kind are dropped and a running one is told to stop.
  package func start(_ job: AnyJob, id: Int) {
    lanes[job.kind.lane]?.add(QueuedJob(job: job, id: id))
  }

  /// Drops the waiting jobs of a kind and tells the running one to stop.
  package func cancel(_ kind: JobKind) { lanes[kind.lane]?.cancel(kind) }

  /// Niceness of the worker threads: the drawing thread and the terminal come first.
  private static let niceness: Int32 = 10

  private func serve(_ queue: JobQueue) {
    // On Linux this applies to the calling thread and to threads that it starts, the engine's.
    _ = nice(Self.niceness)
    while let queued = queue.next() {
      let (kind, id, inbox) = (queued.job.kind, queued.id, inbox)
      let context = JobContext(
        progress: { fraction, text in
          inbox.send(.progressed(kind, id: id, fraction: fraction, text: text))
        },
        isCancelled: { queued.isCancelled })
      guard !queued.isCancelled else { continue }
      do throws(Failure) {
        inbox.send(.finished(id: id, try queued.job.result(from: runner, context: context)))
      } catch {
        inbox.send(.failed(kind, id: id, error))
      }
    }
  }

  /// Starts a detached thread with a stack of 8 MB, as large as the main thread's.
  private static func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 8 << 20)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(body))
    pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    pthread_attr_destroy(&attributes)
  }
}

/// A job that waits or runs.
private final class QueuedJob: Sendable {
  let job: AnyJob
  let id: Int
  private let cancelled = Atomic(false)

  init(job: AnyJob, id: Int) {
    self.job = job
    self.id = id
  }

  var isCancelled: Bool { cancelled.load(ordering: .relaxed) }
  func cancel() { cancelled.store(true, ordering: .relaxed) }
}

/// The waiting jobs of one thread, and its running one.
private final class JobQueue: @unchecked Sendable {
  // All members are read and written only between lock and unlock of `mutex`.
  private var mutex = pthread_mutex_t()
  private var condition = pthread_cond_t()
  private var waiting: [QueuedJob] = []
  private var running: QueuedJob?

  init() {
    pthread_mutex_init(&mutex, nil)
    pthread_cond_init(&condition, nil)
  }

  func add(_ queued: QueuedJob) {
    pthread_mutex_lock(&mutex)
    drop(queued.job.kind)
    waiting.append(queued)
    pthread_cond_signal(&condition)
    pthread_mutex_unlock(&mutex)
  }

  func cancel(_ kind: JobKind) {
    pthread_mutex_lock(&mutex)
    drop(kind)
    pthread_mutex_unlock(&mutex)
  }

  private func drop(_ kind: JobKind) {
    waiting.removeAll { $0.job.kind == kind }
    if running?.job.kind == kind { running?.cancel() }
  }

  /// The next job; blocks until there is one.
  func next() -> QueuedJob? {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    running = nil
    while waiting.isEmpty { pthread_cond_wait(&condition, &mutex) }
    running = waiting.removeFirst()
    return running
  }
}

/// Messages from other threads to the drawing thread.
package final class Inbox: Sendable {
  private let messages = Mutex<[Message]>([])

  package init() {}

  /// Leaves a message and wakes the drawing thread.
  package func send(_ message: Message) {
    messages.withLock { $0.append(message) }
    EventSource.wake()
  }

  /// Takes all messages.
  package func take() -> [Message] {
    messages.withLock { waiting in
      let taken = waiting
      waiting = []
      return taken
    }
  }
}
