import Glibc
import Synchronization
import Terminal

/// Threads that carry jobs out, one for each lane, and send back what they bring.
package final class Workers: Sendable {
  private let work: any Work
  private let inbox: Inbox
  private let lanes: [Purpose.Lane: Lane]

  package init(_ work: any Work, inbox: Inbox) {
    self.work = work
    self.inbox = inbox
    var lanes: [Purpose.Lane: Lane] = [:]
    for name in Purpose.Lane.allCases { lanes[name] = Lane() }
    self.lanes = lanes
    for lane in lanes.values { Self.startThread { [self] in serve(lane) } }
  }

  /// Queues a job; waiting ones for the same purpose are dropped, a running one is told to stop.
  package func start(_ order: WorkOrder, id: Int) {
    lanes[order.purpose.lane]?.add(Job(order: order, id: id))
  }

  /// Tells the job for a purpose to stop.
  package func cancel(_ purpose: Purpose) { lanes[purpose.lane]?.cancel(purpose) }

  /// By how much the jobs' threads give way to the one that draws, and to the terminal that shows it.
  private static let niceness: Int32 = 10

  private func serve(_ lane: Lane) {
    // On Linux this thread's alone, and that of the threads it starts: the engine's.
    _ = nice(Self.niceness)
    while let job = lane.next() {
      let purpose = job.order.purpose
      let inbox = inbox
      let context = WorkContext(
        progress: { fraction, text in
          inbox.send(.progressed(purpose, id: job.id, fraction: fraction, text: text))
        },
        isCancelled: { job.isCancelled })
      guard !job.isCancelled else { continue }
      do throws(WorkFailure) {
        let result = try Self.run(job.order, work, context)
        inbox.send(.finished(id: job.id, result))
      } catch {
        inbox.send(.failed(purpose, id: job.id, error))
      }
    }
  }

  private static func run(_ order: WorkOrder, _ work: some Work, _ context: WorkContext)
    throws(WorkFailure) -> WorkResult
  {
    try order.run(by: work, context: context)
  }

  /// Starts a thread that ends with the process; its stack is as large as the main one's.
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

/// A job on its way.
private final class Job: Sendable {
  let order: WorkOrder
  let id: Int
  private let cancelled = Atomic(false)

  init(order: WorkOrder, id: Int) {
    self.order = order
    self.id = id
  }

  var isCancelled: Bool { cancelled.load(ordering: .relaxed) }
  func cancel() { cancelled.store(true, ordering: .relaxed) }
}

/// The jobs that wait for one thread, and the one that runs.
private final class Lane: @unchecked Sendable {
  // Every member is touched only between lock and unlock of `mutex`.
  private var mutex = pthread_mutex_t()
  private var condition = pthread_cond_t()
  private var waiting: [Job] = []
  private var running: Job?

  init() {
    pthread_mutex_init(&mutex, nil)
    pthread_cond_init(&condition, nil)
  }

  func add(_ job: Job) {
    pthread_mutex_lock(&mutex)
    drop(job.order.purpose)
    waiting.append(job)
    pthread_cond_signal(&condition)
    pthread_mutex_unlock(&mutex)
  }

  func cancel(_ purpose: Purpose) {
    pthread_mutex_lock(&mutex)
    drop(purpose)
    pthread_mutex_unlock(&mutex)
  }

  private func drop(_ purpose: Purpose) {
    waiting.removeAll { $0.order.purpose == purpose }
    if running?.order.purpose == purpose { running?.cancel() }
  }

  /// The next job, once there is one.
  func next() -> Job? {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    running = nil
    while waiting.isEmpty { pthread_cond_wait(&condition, &mutex) }
    running = waiting.removeFirst()
    return running
  }
}

/// Messages from other threads, waiting for the one that draws.
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
