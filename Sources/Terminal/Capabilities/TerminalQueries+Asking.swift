import Glibc

extension TerminalQueries {
  /// Queries the controlling terminal and waits for its answers, at most `patience` milliseconds.
  ///
  /// For commands that print and end. Nil if there is no terminal or the job runs in the background.
  package static func asked(_ facts: TerminalFacts) -> TerminalQueries? {
    guard facts.isInputTerminal, facts.isOutputTerminal, facts.hasEntry, facts.term != "dumb"
    else { return nil }
    let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // A background job that changes the terminal's settings is stopped by the system (SIGTTOU).
    guard tcgetpgrp(descriptor) == getpgrp() else { return nil }
    var former = termios()
    guard tcgetattr(descriptor, &former) == 0 else { return nil }
    var raw = former
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON)
    tcsetattr(descriptor, TCSANOW, &raw)
    // Discards late answers, which the shell would otherwise read as typed text.
    defer { tcsetattr(descriptor, TCSAFLUSH, &former) }
    return conversation(descriptor, questions(facts))
  }

  private static func conversation(_ descriptor: Int32, _ questions: String) -> TerminalQueries {
    var interview = TerminalQueries()
    let bytes = Array(questions.utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else { return interview }
    var decoder = InputDecoder()
    var buffer = [UInt8](repeating: 0, count: 1024)
    let deadline = milliseconds + patience
    while !interview.isOver, case let left = deadline - milliseconds, left > 0 {
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, Int32(left)) > 0 else { continue }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      for case .reply(let reply) in decoder.feed(buffer[0..<count]) { interview.note(reply) }
    }
    interview.giveUp()
    return interview
  }

  private static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
