import Glibc
import Support

/// Turns a crash into one line and the exit code of a bug, instead of a trace over the screen.
enum CrashReport {
  /// Installs the handlers; the explorer's own run first, give the terminal back and call these.
  static func install() {
    for number in [SIGSEGV, SIGILL, SIGABRT, SIGTRAP, SIGFPE] {
      var action = sigaction()
      // Only calls that are safe in a signal handler: write and _exit.
      action.__sigaction_handler.sa_handler = { _ in
        CrashReport.end(
          "effscope: error: the program failed: a bug of ours; please report what you ran\n",
          .software)
      }
      sigaction(number, &action, nil)
    }
    // Weights are read where they lie in the file. A page of it that is gone raises this signal;
    // nothing else in the program does.
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      CrashReport.end(
        "effscope: error: can't read a file: it was cut short while it was in use; run again\n",
        .inputOutput)
    }
    sigaction(SIGBUS, &action, nil)
  }

  /// Writes `line` and ends the process.
  private static func end(_ line: StaticString, _ status: ExitStatus) {
    _ = write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
    _exit(status.rawValue)
  }
}
