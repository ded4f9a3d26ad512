import Foundation

/// A real terminal on a server of its own: tmux with a shell in it, which keys go into and whose screen is read.
///
/// The shell is interactive, so that jobs stop and go on as a person's do. The person's own places are
/// replaced by an empty folder; installed weights stay reachable.
final class TmuxTerminal {
  /// What went wrong, in words.
  struct Trouble: Error, CustomStringConvertible {
    var description: String
  }

  private let server = "effscope-test-\(UUID().uuidString.prefix(8))"
  private let folder: TemporaryFolder
  /// Whether the server was ended already.
  private var isClosed = false

  init(
    columns: Int, rows: Int, folder: TemporaryFolder? = nil, environment: [String: String] = [:],
    options: [String] = []
  ) throws {
    self.folder = try folder ?? TemporaryFolder()
    let home = self.folder.url.path
    var variables = [
      "HOME": home, "XDG_CONFIG_HOME": "\(home)/config", "XDG_STATE_HOME": "\(home)/state",
      "PS1": "$ ", "LANG": "C.UTF-8", "LC_ALL": "", "NO_COLOR": "", "COLORTERM": "truecolor",
      "EFFSCOPE_HOME": Self.store,
    ]
    variables.merge(environment) { $1 }
    let words = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    _ = try tmux(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-s", "main"]
        + ["env"] + words + ["bash", "--norc", "--noprofile", "-i"])
    for option in options { _ = try tmux(option.split(separator: " ").map(String.init)) }
    // Else the window would follow the clients, of which there are none.
    _ = try tmux(["set-option", "-g", "window-size", "manual"])
    try wait("a prompt") { $0.contains("$") }
  }

  deinit { close() }

  /// Where the tests' weights are installed, as the program itself would find them.
  private static let store: String = {
    let environment = ProcessInfo.processInfo.environment
    if let home = environment["EFFSCOPE_HOME"], !home.isEmpty { return home }
    if let home = environment["XDG_DATA_HOME"], !home.isEmpty { return home + "/effscope" }
    return (environment["HOME"] ?? "/root") + "/.local/share/effscope"
  }()

  /// Runs the explorer with some arguments from the shell and waits for its first screen.
  func start(_ arguments: [String] = [], expecting text: String) throws {
    try type(
      "clear; \(([Program.executable.path] + arguments).map(Self.quoted).joined(separator: " "))\n")
    try wait("'\(text)'") { $0.contains(text) }
  }

  /// Types text as it is.
  func type(_ text: String) throws { _ = try tmux(["send-keys", "-t", "main", "-l", text]) }

  /// Presses keys by tmux's names: `Enter`, `C-c`, `5`.
  func press(_ keys: String...) throws { _ = try tmux(["send-keys", "-t", "main"] + keys) }

  /// Presses Esc and waits a moment, for what follows at once would be taken for Alt with it.
  func escape() throws {
    try press("Escape")
    Thread.sleep(forTimeInterval: 0.15)
  }

  /// The screen's lines.
  func screen() throws -> String { try tmux(["capture-pane", "-p", "-t", "main"]) }

  /// The value of one of tmux's formats, such as `alternate_on`.
  func value(_ format: String) throws -> String {
    try tmux(["display-message", "-p", "-t", "main", "#{\(format)}"])
      .trimmingCharacters(in: .newlines)
  }

  /// Text in tmux's newest buffer.
  func buffer() -> String { (try? tmux(["show-buffer"])) ?? "" }

  func resize(_ columns: Int, _ rows: Int) throws {
    _ = try tmux(["resize-window", "-t", "main", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// Copies every byte that the program writes into a file.
  func record(to path: String) throws {
    _ = try tmux(["pipe-pane", "-t", "main", "exec cat > \(Self.quoted(path))"])
  }

  /// Waits until the screen is as wanted; throws with what stood there instead.
  @discardableResult
  func wait(_ what: String, seconds: Double = 20, until isWanted: (String) throws -> Bool) throws
    -> String
  {
    let deadline = Date().addingTimeInterval(seconds)
    while true {
      let text = try screen()
      if try isWanted(text) { return text }
      guard Date() < deadline else {
        throw Trouble(description: "\(what) did not come; the screen was:\n\(text)")
      }
      Thread.sleep(forTimeInterval: 0.03)
    }
  }

  /// Waits until something outside the screen holds.
  func wait(for what: String, seconds: Double = 20, _ holds: () throws -> Bool) throws {
    try wait(what, seconds: seconds) { _ in try holds() }
  }

  /// The process of the explorer, which the shell started last.
  func explorer() throws -> pid_t {
    let shell = try value("pane_pid")
    let children = try String(
      contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    guard let last = children.split(separator: " ").last, let process = pid_t(last) else {
      throw Trouble(description: "the shell runs nothing")
    }
    return process
  }

  /// The terminal's settings, as `stty -g` writes them, asked by the shell before and after.
  func settings() throws -> String {
    let file = folder.path("stty-\(UUID().uuidString)")
    try type(" stty -g > \(file)\n")
    var found = ""
    try wait(for: "the settings") {
      found = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
      return found.hasSuffix("\n")
    }
    return found
  }

  /// Closes the terminal, as a person does with the window.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    _ = try? tmux(["kill-server"])
  }

  static func quoted(_ word: String) -> String {
    "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  /// Runs a command of tmux's and gives what it printed.
  ///
  /// Without Foundation's `Process`, which takes a command for running as long as anything that it
  /// started, such as the server, holds on to what it inherited; bash lets go of all that first.
  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let path = folder.path("tmux-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let letGo =
      "for fd in /proc/$$/fd/*; do fd=${fd##*/}; [ $fd -gt 2 ] && eval \"exec $fd>&-\"; done; exec tmux \"$@\""
    let words = ["/bin/bash", "-c", letGo, "tmux", "-u", "-L", server] + arguments
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // The test runner's threads block signals, which everything started from them would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    SignalMask.clear(in: &attributes)
    var variables = ProcessInfo.processInfo.environment
    // A test inside somebody's tmux is none of that one's business.
    variables["TMUX"] = nil
    var argv = words.map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var process = pid_t()
    let code = posix_spawn(&process, words[0], &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw Trouble(description: "posix_spawn: \(code)") }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let text = String(
      decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    guard status == 0 else {
      throw Trouble(description: "tmux \(arguments.joined(separator: " ")): \(text)")
    }
    return text
  }
}

/// Signals of a process to be started: none blocked, none ignored.
enum SignalMask {
  // Linux's numbers; the C library's constants are hidden from Swift.
  private static let setsDefaults: Int16 = 0x04
  private static let setsMask: Int16 = 0x08

  static func clear(in attributes: inout posix_spawnattr_t, flags: Int16 = 0) {
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, flags | setsDefaults | setsMask)
  }
}

/// Whether a process is there and not just waiting to be buried.
func isRunning(_ process: pid_t) -> Bool {
  guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let state = status.split(separator: ")").last?.split(separator: " ").first
  else { return false }
  return state != "Z" && state != "X"
}
