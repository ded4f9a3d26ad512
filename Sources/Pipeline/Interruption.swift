import Glibc
import Synchronization

/// Ctrl-C: the first one asks the command to end after what it is doing, the second ends it at once.
public enum Interruption {
  private static let count = Atomic<Int>(0)

  /// Takes SIGINT and SIGTERM over from the system.
  public static func install() {
    // The first access sets the counter up; a signal handler must not.
    _ = isRequested
    // Whoever started the program may have left these signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in
        // Only calls that are safe in a signal handler.
        if Interruption.count.add(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
      }
      sigaction(number, &action, nil)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Whether the person wants the command to end.
  public static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }
}
