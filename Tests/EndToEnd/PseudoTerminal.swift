import Foundation

/// The terminal's end of a pseudo-terminal with the explorer on the other: answers questions as one
/// terminal or another would, and keeps every byte that it is sent.
final class PseudoTerminal {
  /// Everything that the program wrote.
  private(set) var received: [UInt8] = []
  private let descriptor: Int32
  private let process: pid_t
  /// What is answered when a question comes by, by the question's bytes.
  private var answers: [(question: [UInt8], answer: String)]

  // Linux's numbers; the C library's functions and constants for them are hidden from Swift.
  private static let unlock: UInt = 0x4004_5431
  private static let askNumber: UInt = 0x8004_5430
  private static let newSession: Int16 = 0x80

  init(
    columns: Int, rows: Int, arguments: [String], answers: [(question: String, answer: String)],
    environment: [String: String] = [:]
  ) throws {
    self.answers = answers.map { (Array($0.question.utf8), $0.answer) }
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var number: Int32 = 0
    var isLocked: Int32 = 0
    guard descriptor >= 0, ioctl(descriptor, Self.unlock, &isLocked) == 0,
      ioctl(descriptor, Self.askNumber, &number) == 0
    else { throw TmuxTerminal.Trouble(description: "no pseudo-terminal: errno \(errno)") }
    let name = "/dev/pts/\(number)"
    var window = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &window)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that a new session opens becomes its own.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    SignalMask.clear(in: &attributes, flags: Self.newSession)
    let state = FileManager.default.temporaryDirectory.path + "/effscope-pty-\(UUID().uuidString)"
    var variables = ProcessInfo.processInfo.environment
    for name in ["TMUX", "STY", "NO_COLOR", "XTERM_VERSION"] { variables[name] = nil }
    variables.merge(
      [
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": state, "XDG_STATE_HOME": state,
      ]) { $1 }
    variables.merge(environment) { $1 }
    let words = [Program.executable.path, "explore"] + arguments
    var argv = words.map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var started = pid_t()
    let code = posix_spawn(&started, words[0], &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw TmuxTerminal.Trouble(description: "posix_spawn: \(code)") }
    process = started
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(descriptor)
  }

  /// Types bytes.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// Whether bytes were received, after `start`.
  func has(_ text: String, after start: Int = 0) -> Bool {
    Data(received[min(start, received.count)...]).range(of: Data(text.utf8)) != nil
  }

  /// Reads and answers until something was received, or for some seconds.
  @discardableResult
  func read(until text: String? = nil, after start: Int = 0, seconds: Double = 15) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while Date() < deadline {
      if let text, has(text, after: start) { return true }
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 50) > 0 else { continue }
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      received += buffer[0..<count]
      answer()
    }
    return text.map { has($0, after: start) } ?? true
  }

  /// Answers the questions that have come by, each once.
  private func answer() {
    let all = Data(received)
    for index in answers.indices.reversed()
    where all.range(of: Data(answers[index].question)) != nil {
      type(answers[index].answer)
      answers.remove(at: index)
    }
  }
}
