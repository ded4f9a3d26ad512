import Foundation
import Support
import Synchronization
import Terminal

/// Threads that run jobs, one for each lane, and send their outputs to the inbox.
package final class Workers: Sendable {
  private let runner: any JobRunner
  private let inbox: Inbox
  private let lanes: [JobKind.Lane: JobQueue]

  package init(_ runner: any JobRunner, inbox: Inbox) {
    (self.runner, self.inbox) = (runner, inbox)
    lanes = Dictionary(uniqueKeysWithValues: JobKind.Lane.allCases.map { ($0, JobQueue()) })
    for queue in lanes.values {
      let thread = Thread { [self] in serve(queue) }
      thread.stackSize = Self.stackSize
      thread.start()
    }
  }

  /// Queues a job; waiting jobs of its kind are dropped and a running one is told to stop.
  package func start(_ job: AnyJob, id: Int) {
    lanes[job.kind.lane]?.add(QueuedJob(job: job, id: id))
  }

  /// Drops the waiting jobs of a kind and tells the running one to stop.
  package func cancel(_ kind: JobKind) { lanes[kind.lane]?.cancel(kind) }

  /// Niceness of the worker threads: the drawing thread and the terminal come first.
  private static let niceness: Int32 = 10
  /// Bytes, as many as the main thread has.
  private static let stackSize = 8 << 20

  private func serve(_ queue: JobQueue) {
    // On Linux this applies to the calling thread and to threads that it starts, the engine's.
    _ = nice(Self.niceness)
    while true {
      let queued = queue.next()
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
}

/// A job that waits or runs.
private final class QueuedJob: Sendable {
  let job: AnyJob
  let id: Int
  private let cancelled = Atomic(false)

  init(job: AnyJob, id: Int) {
    (self.job, self.id) = (job, id)
  }

  var isCancelled: Bool { cancelled.load(ordering: .relaxed) }
  func cancel() { cancelled.store(true, ordering: .relaxed) }
}

/// The waiting jobs of one thread, and its running one.
private final class JobQueue: @unchecked Sendable {
  // The other members are read and written only while this is locked.
  private let condition = NSCondition()
  private var waiting: [QueuedJob] = []
  private var running: QueuedJob?

  func add(_ queued: QueuedJob) {
    condition.withLock {
      drop(queued.job.kind)
      waiting.append(queued)
      condition.signal()
    }
  }

  func cancel(_ kind: JobKind) { condition.withLock { drop(kind) } }

  private func drop(_ kind: JobKind) {
    waiting.removeAll { $0.job.kind == kind }
    if running?.job.kind == kind { running?.cancel() }
  }

  /// The next job; blocks until there is one.
  func next() -> QueuedJob {
    condition.withLock {
      running = nil
      while waiting.isEmpty { condition.wait() }
      let next = waiting.removeFirst()
      running = next
      return next
    }
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

  package func take() -> [Message] {
    messages.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
