import ArgumentParser
import Glibc
import Support

extension ExitCode {
  init(_ status: ExitStatus) { self.init(status.rawValue) }
}

/// Standard output and standard error, and how a command ends.
///
/// Everything that the commands print goes through `write`, the one gate between texts from files
/// and a terminal.
enum Console {
  /// Writes results to standard output; a reader that went away (`| head`) ends the program quietly.
  static func print(_ text: String, terminator: String = "\n") {
    write(text + terminator, to: STDOUT_FILENO)
  }

  /// Writes one line of progress or warning to standard error.
  static func note(_ text: String) {
    write(text.printable + "\n", to: STDERR_FILENO)
  }

  /// `effscope: error: …` on standard error.
  static func report(_ failure: Failure) {
    write("effscope: error: \(failure.message)\n", to: STDERR_FILENO)
  }

  /// Shows progress in the one line that it keeps rewriting; nil clears it.
  static func progress(_ text: String?) {
    // A line that wraps could not be rewritten.
    let line = (text?.printable ?? "").prefix(columns(of: STDERR_FILENO) - 1)
    send(Array("\r\u{1B}[K\(line)".utf8), to: STDERR_FILENO)
  }

  /// Shows progress of `subject`, which is shortened where the line is too narrow for both.
  static func progress(_ subject: String, _ rest: String) {
    let columns = columns(of: STDERR_FILENO) - 1
    progress(ProgressLine.text(subject.printable, rest.printable, columns: columns))
  }

  /// Columns of the terminal behind `descriptor`; 80 where there is none.
  static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
    return isKnown ? Int(size.ws_col) : 80
  }

  /// Whether a person watches standard error.
  static var isErrorATerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Ends the program after `error`, with its one line and its exit code.
  static func exit(for error: any Error) -> Never {
    if let failure = error as? Failure {
      report(failure)
      Glibc.exit(failure.status.rawValue)
    }
    if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
    let code = Effscope.exitCode(for: error)
    if code.isSuccess {
      // Help and version are what was asked for.
      print(Effscope.message(for: error))
      Glibc.exit(0)
    }
    let sentence = Effscope.message(for: error).split(separator: "\n").first ?? "wrong usage"
    write(
      "effscope: error: \(String(sentence).printable); see '\(helpCommand(for: error))'\n",
      to: STDERR_FILENO)
    Glibc.exit(
      code == .validationFailure ? ExitStatus.usage.rawValue : ExitStatus.software.rawValue)
  }

  /// The command that shows the help of the subcommand whose arguments `error` is about.
  private static func helpCommand(for error: any Error) -> String {
    // The parser ends its full message with the help of the subcommand that it failed in.
    let lines = Effscope.fullMessage(for: error).split(separator: "\n")
    let usage = lines.last { $0.contains("--help' for more information") }
    let named = usage?.split(separator: "'").first { $0.hasPrefix("effscope ") }
    return named.map(String.init) ?? "effscope --help"
  }

  /// Writes a text; on a terminal, characters that could drive it or reorder lines become `�`.
  private static func write(_ text: String, to descriptor: Int32) {
    let text = isatty(descriptor) == 1 ? text.safeForTerminal : text.validText
    send(Array(text.utf8), to: descriptor)
  }

  private static func send(_ bytes: [UInt8], to descriptor: Int32) {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 {
        if descriptor == STDERR_FILENO { return }
        if errno == EPIPE { Glibc.exit(0) }
        report(
          Failure(
            .inputOutput, "can't write to standard output",
            because: reason(errno)))
        Glibc.exit(ExitStatus.inputOutput.rawValue)
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
