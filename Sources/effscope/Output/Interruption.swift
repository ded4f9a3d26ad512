import ArgumentParser
import Glibc
import Support
import Synchronization

/// Ctrl-C as a request to stop, to leave things in order and to show what there is.
enum Interruption {
  /// The time of the first one in milliseconds; 0 for none.
  private static let first = Atomic(0)

  /// Whether the person asked to stop.
  static var isAsked: Bool { first.load(ordering: .relaxed) != 0 }

  /// Ends the command with its exit code if the person asked to stop.
  static func check() throws {
    if isAsked { throw ExitCode(.interrupted) }
  }

  /// Notes interruptions from here on; a later one ends the program at once.
  ///
  /// The same one may come twice, to the program and to its group: half a second apart they are two.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Whoever starts a program with a signal ignored (nohup) wants it ignored.
      var before = sigaction()
      sigaction(number, nil, &before)
      let handler = unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
      guard handler != unsafeBitCast(SIG_IGN, to: Int.self) else { continue }
      signal(number) { _ in
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = time.tv_sec * 1000 + time.tv_nsec / 1_000_000 + 1
        let before = Interruption.first.load(ordering: .relaxed)
        if before == 0 {
          Interruption.first.store(now, ordering: .relaxed)
        } else if now - before > 500 {
          _exit(ExitStatus.interrupted.rawValue)
        }
      }
    }
  }
}
