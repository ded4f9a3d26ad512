import Glibc
import Synchronization

/// Ctrl-C as a request to stop and show what there is; the second one ends the program at once.
enum Interruption {
  /// From now on the first Ctrl-C is noted instead of ending the program.
  static func watch() {
    signal(SIGINT) { _ in
      wasInterrupted.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }

  /// Whether the person pressed Ctrl-C.
  static var isAsked: Bool { wasInterrupted.load(ordering: .relaxed) }
}

/// A signal handler captures nothing, so this stands outside.
private let wasInterrupted = Atomic<Bool>(false)
