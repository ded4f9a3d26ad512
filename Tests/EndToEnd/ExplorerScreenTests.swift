import Foundation
import Testing

/// The built explorer on a real terminal, screen by screen.
@Suite("The explorer on a real terminal", .serialized)
struct ExplorerScreenTests {
  /// Each screen's digit and words that only it shows.
  static let screens: [(digit: String, words: String)] = [
    ("1", "sorted by family"), ("2", "EfficientNet-Lite0 at 224×224"), ("3", "1 of 60"),
    ("4", "Predictions"), ("5", "Evidence"), ("6", "Name"), ("9", "restore-session"),
  ]
  private static let arguments = [Program.photograph("chelsea.png"), "--variant", "lite0"]

  @Test("Every screen opens and shows itself", arguments: [(80, 24), (120, 40)])
  func screens(columns: Int, rows: Int) throws {
    let terminal = try TmuxTerminal(columns: columns, rows: rows)
    try terminal.start(Self.arguments, expecting: "Egyptian cat")
    for screen in Self.screens {
      try terminal.press(screen.digit)
      let text = try terminal.wait("screen \(screen.digit)") {
        $0.contains(screen.words) && $0.contains("? help") && $0.contains("q quit")
      }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
    }
    try terminal.press("?")
    try terminal.wait("the help") { $0.contains("Help: ") && $0.contains("Esc closes") }
    try terminal.escape()
    try terminal.press(":")
    try terminal.wait("the palette") { $0.contains("Commands") }
    try terminal.escape()
    try terminal.wait("no palette") { !$0.contains("Commands") }
    try terminal.press("q")
    try terminal.wait("the shell") { !$0.contains("Settings") }
  }

  @Test("The window may change its size at any time, below the smallest and back")
  func resizing() throws {
    let terminal = try TmuxTerminal(columns: 120, rows: 40)
    try terminal.start(Self.arguments, expecting: "Egyptian cat")
    for (columns, rows, words) in [
      (80, 24, "Predictions"), (200, 60, "Predictions"), (40, 12, "4 Predict"),
      (39, 12, "39×12"), (30, 8, "30×8"), (20, 3, "Effscope needs"),
      (120, 11, "120×11"), (40, 12, "4 Predict"), (120, 40, "Egyptian cat"),
    ] {
      try terminal.resize(columns, rows)
      let text = try terminal.wait("\(columns)×\(rows)") { $0.contains(words) }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
    }
    try terminal.press("5")
    try terminal.wait("the map") { $0.contains("CAM · stage9") }
  }

  @Test("File names in wide characters line up, and none can command the terminal")
  func names() throws {
    let folder = try TemporaryFolder()
    let picture = try Data(contentsOf: URL(fileURLWithPath: Program.photograph("chelsea.png")))
    let evil = "\u{1B}]0;owned\u{07}\u{1B}[2J\u{1B}[31mred.png"
    for name in [
      "写真と猫.png", "고양이.png", "🐱🐈 emoji.png", "plain.png", "é combining e\u{301}.png", evil,
    ] {
      _ = try folder.write(name, picture)
    }
    let terminal = try TmuxTerminal(columns: 100, rows: 30)
    let recording = folder.path("recording.log")
    let title = try terminal.value("pane_title")
    try terminal.record(to: recording)
    try terminal.start([folder.url.path, "--variant", "lite0"], expecting: "写真と猫.png")
    let text = try terminal.wait("all names") { $0.contains("red.png") && $0.contains("emoji") }
    let ends = text.split(separator: "\n").filter { $0.contains("241 kB") }.map { line in
      columns(String(line[..<(line.range(of: "241 kB")?.lowerBound ?? line.endIndex)]))
    }
    #expect(ends.count == 6 && Set(ends).count == 1, "\(text)")
    try terminal.press("G", "Enter")
    try terminal.wait("the hostile picture's answer") {
      $0.contains("Predictions") && $0.contains("Egyptian cat")
    }
    try terminal.press("5")
    try terminal.wait("the map") { $0.contains("CAM · stage9") }
    try terminal.press("e")
    try terminal.wait("the dialog") { $0.contains("Export the map") }
    #expect(try terminal.value("pane_title") == title)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: recording))
    #expect(bytes.count > 2000)
    #expect(bytes.range(of: Data("owned\u{07}".utf8)) == nil)
    #expect(bytes.range(of: Data("\u{1B}]0;".utf8)) == nil)
    #expect(bytes.range(of: Data("\u{1B}[31mred".utf8)) == nil)
  }

  /// Columns as tmux counts them: two for East Asian and emoji characters, none for marks.
  private func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x300...0x36F: sum
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60,
        0x1F300...0x1F9FF:
        sum + 2
      default: sum + 1
      }
    }
  }

  @Test("The first start offers weights, a sample and a tour of three steps")
  func firstStart() throws {
    let store = try TemporaryFolder()
    let terminal = try TmuxTerminal(
      columns: 80, rows: 24, environment: ["EFFSCOPE_HOME": store.url.path])
    try terminal.start(expecting: "Welcome to Effscope")
    try terminal.wait("the offers") {
      $0.contains("Download EfficientNet-Lite0") && $0.contains("and explain the sample")
        && $0.contains("Take the tour: three steps")
    }
    try terminal.press("j", "j", "Enter")
    try terminal.wait("step 1") { $0.contains("Tour, 1 of 3") && $0.contains("1 Vars") }
    try terminal.press("Enter")
    try terminal.wait("step 2") { $0.contains("Tour, 2 of 3") }
    try terminal.press("Enter")
    try terminal.wait("step 3") { $0.contains("Tour, 3 of 3") }
    try terminal.press("Enter")
    // Without weights the screen says what to do.
    try terminal.wait("the way on") { $0.contains("are not installed") && !$0.contains("Tour") }
    try terminal.press("c")
    try terminal.wait("why the key can't") {
      $0.contains("› the weights of lite0 are not installed")
    }
    try terminal.press("q")
    try terminal.wait("the shell") { !$0.contains("CAM") }
    try terminal.start(expecting: "lite0 · chels")
    #expect(try !terminal.screen().contains("Welcome"))
  }

  @Test("Copying reaches tmux's own buffer")
  func copying() throws {
    let terminal = try TmuxTerminal(columns: 100, rows: 30)
    try terminal.start(Self.arguments, expecting: "Egyptian cat")
    try terminal.press("y")
    let command = "effscope classify \(Program.photograph("chelsea.png")) --variant lite0"
    try terminal.wait(for: "the command in the buffer") { terminal.buffer() == command }
  }

  @Test("The mouse clicks tabs, rows and hints, turns the wheel and drags the slider")
  func mouse() throws {
    let terminal = try TmuxTerminal(columns: 120, rows: 40)
    try terminal.start(Self.arguments, expecting: "Egyptian cat")
    #expect(try terminal.value("mouse_any_flag") == "1")
    func place(of text: String) throws -> (x: Int, y: Int) {
      let lines = try terminal.screen().components(separatedBy: "\n")
      for (y, line) in lines.enumerated() {
        guard let range = line.range(of: text) else { continue }
        return (columns(String(line[..<range.lowerBound])) + 1, y + 1)
      }
      throw TmuxTerminal.Trouble(description: "'\(text)' is not on the screen")
    }
    func mouse(_ button: Int, _ x: Int, _ y: Int, _ end: String = "M") throws {
      try terminal.type("\u{1B}[<\(button);\(x);\(y)\(end)")
    }
    // A tab.
    let tab = try place(of: "5 CAM")
    try mouse(0, tab.x, tab.y)
    try mouse(0, tab.x, tab.y, "m")
    try terminal.wait("the map") { $0.contains("CAM · stage9") && $0.contains("alpha") }
    // The wheel goes to the next class.
    try mouse(65, 20, 20)
    try terminal.wait("the second class") { $0.contains("Egyptian cat (285)") }
    // The slider of the heatmap's share.
    let slider = try place(of: "alpha")
    try mouse(0, slider.x + 13, slider.y)
    try mouse(32, slider.x + 15, slider.y)
    try mouse(32, slider.x + 200, slider.y)
    try mouse(0, slider.x + 200, slider.y, "m")
    try mouse(32, slider.x + 11, slider.y)
    try terminal.wait("another share") { $0.contains("0.0") || $0.contains("0.1") }
    // A hint in the footer.
    try terminal.wait("the hints") { $0.contains("? help") }
    let hint = try place(of: "? help")
    try mouse(0, hint.x, hint.y)
    try terminal.wait("the help") { $0.contains("Esc closes") }
    try mouse(2, 3, 3)
    try terminal.escape()
    // A row, twice: selects, then opens.
    try terminal.press("1")
    try terminal.wait("the networks") { $0.contains("sorted by family") }
    let row = try place(of: "lite1")
    try mouse(0, row.x, row.y)
    try mouse(0, row.x, row.y)
    try terminal.wait("what the row does") {
      $0.contains("using lite1") || $0.contains("No weights for lite1")
    }
  }

  @Test("The theme follows the terminal's background where nobody chose one")
  func background() throws {
    let folder = try TemporaryFolder()
    let recording = folder.path("recording.log")
    let light = try TmuxTerminal(
      columns: 80, rows: 24, options: ["set-option -g window-style bg=#fafafa"])
    try light.start(Self.arguments, expecting: "Egyptian cat")
    try light.press("t")
    try light.wait("the themes") { $0.contains("Themes") }
    try light.escape()
    try light.press("9")
    try light.wait("the settings") { $0.contains("restore-session") }
    try light.record(to: recording)
    try light.press("C-l")
    // The paper theme's background, in 24 bits.
    try light.wait(for: "the light theme") {
      let bytes = (try? Data(contentsOf: URL(fileURLWithPath: recording))) ?? Data()
      return bytes.range(of: Data("48:2::250:248:243".utf8)) != nil
        || bytes.range(of: Data("48;2;250;248;243".utf8)) != nil
    }
  }

  @Test("Without colours the map stands in digits; without UTF-8 everything is ASCII")
  func colorless() throws {
    let mono = try TmuxTerminal(columns: 100, rows: 30, environment: ["NO_COLOR": "1"])
    let recording = try TemporaryFolder().path("recording.log")
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: recording).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    try mono.record(to: recording)
    try mono.start(Self.arguments, expecting: "Egyptian cat")
    try mono.press("5")
    let map = try mono.wait("the map") { $0.contains("CAM · stage9") && $0.contains("889") }
    #expect(map.contains("0011") && map.contains("666"), "\(map)")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: recording))
    #expect(bytes.range(of: Data("38;5".utf8)) == nil && bytes.range(of: Data("[31m".utf8)) == nil)

    let ascii = try TmuxTerminal(
      columns: 100, rows: 30, environment: ["LANG": "C", "LC_ALL": "C"])
    try ascii.start(Self.arguments, expecting: "Egyptian cat")
    for digit in Self.screens.map(\.digit) {
      try ascii.press(digit)
      Thread.sleep(forTimeInterval: 0.3)
      let text = try ascii.screen()
      #expect(text.unicodeScalars.allSatisfy { $0.value < 0x80 }, "\(text)")
    }
  }

  @Test("Fewer colours show the same screens", arguments: ["16", "256"])
  func colors(depth: String) throws {
    let terminal = try TmuxTerminal(columns: 100, rows: 30)
    try terminal.start(Self.arguments + ["--colors", depth], expecting: "Egyptian cat")
    for screen in Self.screens {
      try terminal.press(screen.digit)
      let words = screen.digit == "2" ? "at 224×224" : screen.words
      try terminal.wait("screen \(screen.digit)") { $0.contains(words) }
    }
  }
}
