import Foundation
import Testing

/// What becomes of the terminal when the explorer is stopped, killed, closed or crashes.
@Suite("The terminal comes back as it was", .serialized)
struct ExplorerSignalTests {
  private static let arguments = [Program.photograph("chelsea.png"), "--variant", "lite0"]
  /// Loads long and then computes for many seconds.
  private static let heavy = [
    Program.photograph("astronaut.png"), "--variant", "b7", "--checkpoint", "random:1",
  ]

  /// Runs the explorer, ends it by `end`, and checks what is left.
  private func check(
    _ code: Int32?, expecting words: String? = nil, _ end: (TmuxTerminal) throws -> Void
  )
    throws
  {
    let terminal = try TmuxTerminal(columns: 90, rows: 28)
    let before = try terminal.settings()
    try terminal.start(Self.arguments, expecting: "Egyptian cat")
    #expect(try terminal.value("alternate_on") == "1")
    #expect(try terminal.value("mouse_any_flag") == "1")
    try end(terminal)
    try terminal.wait(for: "the ordinary screen") { try terminal.value("alternate_on") == "0" }
    #expect(try terminal.value("mouse_any_flag") == "0")
    #expect(try terminal.value("cursor_flag") == "1")
    try terminal.type("echo code=$?\n")
    let text = try terminal.wait("the exit code") { text in
      text.split(separator: "\n").contains { $0.hasPrefix("code=") }
    }
    if let code { #expect(text.contains("code=\(code)\n"), "\(text)") }
    if let words { #expect(text.contains(words), "\(text)") }
    #expect(try terminal.settings() == before)
  }

  @Test("After q and after Ctrl-C")
  func leaving() throws {
    try check(0) { try $0.press("q") }
    try check(0) { try $0.press("C-c") }
  }

  @Test(
    "After a request to end",
    arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func requests(signal: Int32) throws {
    try check(128 + signal) { terminal in kill(try terminal.explorer(), signal) }
  }

  @Test("After a crash, with a word about it", arguments: [SIGSEGV, SIGABRT, SIGBUS])
  func crashes(signal: Int32) throws {
    // Only a file that is cut short raises SIGBUS.
    try check(signal == SIGBUS ? 74 : 70, expecting: "effscope: error:") { terminal in
      kill(try terminal.explorer(), signal)
    }
  }

  @Test("While it is suspended, and again after it went on")
  func suspending() throws {
    let terminal = try TmuxTerminal(columns: 90, rows: 28)
    let before = try terminal.settings()
    try terminal.start(Self.arguments, expecting: "Egyptian cat")
    for key in ["C-z", ":"] {
      try terminal.press(key)
      if key == ":" {
        try terminal.wait("the palette") { $0.contains("Commands") }
        try terminal.type("suspend")
        try terminal.press("Enter")
      }
      try terminal.wait(for: "the ordinary screen") { try terminal.value("alternate_on") == "0" }
      try terminal.wait("the shell's word") { $0.contains("Stopped") }
      #expect(try terminal.value("mouse_any_flag") == "0")
      #expect(try terminal.settings() == before)
      try terminal.resize(100, 30)
      try terminal.type("fg\n")
      try terminal.wait("the screen again") {
        $0.contains("Predictions") && $0.contains("Egyptian cat")
      }
      #expect(try terminal.value("alternate_on") == "1")
    }
    try terminal.press("q")
    try terminal.wait(for: "the ordinary screen") { try terminal.value("alternate_on") == "0" }
    #expect(try terminal.settings() == before)
  }

  @Test("Stopped from outside and told to go on, it draws itself again")
  func stopping() throws {
    let terminal = try TmuxTerminal(columns: 90, rows: 28)
    try terminal.start(Self.arguments, expecting: "Egyptian cat")
    let process = try terminal.explorer()
    kill(process, SIGSTOP)
    try terminal.wait(for: "the stop") {
      let status = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      return status.split(separator: ")").last?.split(separator: " ").first == "T"
    }
    // Before the shell has the terminal, and says so over the picture, what is typed would be the explorer's.
    try terminal.wait("the shell's word") { $0.contains("Stopped") }
    kill(process, SIGCONT)
    try terminal.type("\nfg\n")
    try terminal.wait("the screen again") {
      $0.contains("Predictions") && $0.contains("Egyptian cat")
    }
    try terminal.press("1")
    try terminal.wait("an answer to a key") { $0.contains("sorted by family") }
  }

  @Test("When the terminal is closed while the network computes, the program ends soon")
  func closing() throws {
    let terminal = try TmuxTerminal(columns: 90, rows: 28)
    try terminal.start(Self.heavy, expecting: "b7")
    try terminal.wait("the work") { $0.contains("loading") || $0.contains("classifying") }
    let process = try terminal.explorer()
    #expect(isRunning(process))
    terminal.close()
    let deadline = Date().addingTimeInterval(10)
    while isRunning(process), Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
    #expect(!isRunning(process))
  }

  @Test("Where no screen can be drawn, one line says why and what to do")
  func noTerminal() throws {
    let pipe = try Program.run(["explore"], environment: ["TERM": "xterm-256color"])
    #expect(pipe.status == 69)
    #expect(pipe.errors.contains("it is not a terminal; run it in a terminal"))
    for (term, words) in [
      ("dumb", "can't place a cursor"), ("no-such-terminal", "terminfo has no entry of this name"),
    ] {
      let terminal = try TmuxTerminal(columns: 90, rows: 28)
      try terminal.type(
        "TERM=\(term) \(TmuxTerminal.quoted(Program.executable.path)) explore; echo code=$?\n")
      let text = try terminal.wait("the exit code") { text in
        text.split(separator: "\n").contains { $0.hasPrefix("code=") }
      }
      #expect(text.contains("code=69"), "\(text)")
      #expect(text.replacing("\n", with: "").contains(words), "\(text)")
    }
  }
}
