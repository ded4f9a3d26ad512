import Glibc
import Support

/// Turns a crash into one line and the exit code of a bug, instead of a trace over the screen.
enum CrashReport {
  /// Installs the handlers; the explorer's own run first, give the terminal back and call these.
  static func install() {
    for number in [SIGSEGV, SIGILL, SIGABRT, SIGTRAP, SIGBUS, SIGFPE] {
      var action = sigaction()
      // Only calls that are safe in a signal handler: write and _exit.
      action.__sigaction_handler.sa_handler = { _ in
        let line: StaticString =
          "effscope: error: the program failed: a bug of ours; please report what you ran\n"
        _ = write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
        _exit(ExitStatus.software.rawValue)
      }
      sigaction(number, &action, nil)
    }
  }
}
