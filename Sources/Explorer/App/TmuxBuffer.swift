import Foundation

/// tmux's own buffer: by default tmux takes no text for the clipboard from the programs inside it, but
/// it does from its own command, and hands it on to the terminal outside.
enum TmuxBuffer {
  /// Whether the program runs inside tmux.
  static func isThere(_ environment: [String: String]) -> Bool {
    environment["TMUX"]?.isEmpty == false
  }

  /// Gives `text` to tmux, without waiting for it; where that fails, the terminal's sequence is left.
  static func set(_ text: String) {
    Thread.detachNewThread {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["tmux", "load-buffer", "-w", "-"]
      let input = Pipe()
      process.standardInput = input
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return }
      try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
  }
}
