import Foundation
import Testing

/// Pictures in the terminal's own pixels: asked for, sent on a key, taken away again.
@Suite("Full resolution where the terminal says it has it", .serialized)
struct PixelProtocolTests {
  private static let attributes = ("\u{1B}[c", "\u{1B}[?62;22c")
  private static let sixelAttributes = ("\u{1B}[c", "\u{1B}[?62;4;22c")
  private static let kitty = ("\u{1B}_Gi=31,s=1,v=1,a=q", "\u{1B}_Gi=31;OK\u{1B}\\")
  private static let iterm = ("ReportCellSize", "\u{1B}]1337;ReportCellSize=18.0;9.0\u{1B}\\")
  /// How each protocol's pictures begin.
  private static let starts = ["\u{1B}_Ga=T", "\u{1B}]1337;File=", "\u{1B}P0;1;0q"]

  private func session(
    _ answers: [(question: String, answer: String)], environment: [String: String] = [:],
    arguments: [String] = []
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      columns: 100, rows: 30,
      arguments: [Program.photograph("chelsea.png"), "--variant", "lite0"] + arguments,
      answers: answers, environment: environment)
    #expect(terminal.read(until: "Egyptian"))
    return terminal
  }

  @Test(
    "The picture comes in the protocol that was answered",
    arguments: [
      (0, [kitty, attributes]), (1, [iterm, attributes]), (2, [sixelAttributes]),
      // kitty's is the best of several.
      (0, [kitty, iterm, sixelAttributes]),
    ])
  func answered(index: Int, answers: [(String, String)]) throws {
    let terminal = try session(answers.map { (question: $0.0, answer: $0.1) })
    for start in Self.starts { #expect(!terminal.has(start)) }
    let place = terminal.received.count
    terminal.type("f")
    #expect(terminal.read(until: Self.starts[index], after: place))
    terminal.read(seconds: 0.5)
    for (other, start) in Self.starts.enumerated() where other != index {
      #expect(!terminal.has(start, after: place))
    }
    let shown = terminal.received.count
    terminal.type("\u{1B}")
    // The characters come back, and kitty's picture, which they would not cover, is deleted.
    #expect(terminal.read(until: "Predictions", after: shown))
    #expect(terminal.has("\u{1B}_Ga=d", after: shown) == (index == 0))
  }

  @Test("kitty's picture comes whole: in the middle, over its cells, with every pixel in order")
  func wholePicture() throws {
    let cell = (question: "\u{1B}[16t", answer: "\u{1B}[6;18;9t")
    let terminal = try session([
      (question: Self.kitty.0, answer: Self.kitty.1), cell,
      (question: Self.attributes.0, answer: Self.attributes.1),
    ])
    let place = terminal.received.count
    terminal.type("f")
    // The cursor comes back, and the update ends, only after the last piece.
    #expect(terminal.read(until: "\u{1B}\\\u{1B}8\u{1B}[?2026l", after: place))
    let text = String(decoding: terminal.received[place...], as: UTF8.self)
    // 451×300 pixels over 84×28 cells of 9×18, in the middle of rows 2 to 29.
    let parts = text.components(separatedBy: "\u{1B}7\u{1B}[2;9H\u{1B}_G")
    try #require(parts.count == 2)
    let pieces = parts[1].components(separatedBy: "\u{1B}\\").dropLast().map { piece in
      piece.replacingOccurrences(of: "\u{1B}_G", with: "").split(
        separator: ";", omittingEmptySubsequences: false)
    }
    let keys = Set(try #require(pieces.first?.first).split(separator: ",").map(String.init))
    #expect(keys.isSuperset(of: ["a=T", "f=32", "s=756", "v=504", "c=84", "r=28", "m=1"]))
    for (index, piece) in pieces.enumerated().dropFirst() {
      #expect(piece.first == (index == pieces.count - 1 ? "m=0" : "m=1"))
    }
    let payloads = pieces.compactMap { $0.count == 2 ? String($0[1]) : nil }
    #expect(payloads.allSatisfy { $0.utf8.count <= 4096 })
    let pixels = payloads.compactMap { Data(base64Encoded: $0) }.reduce(Data(), +)
    try #require(pixels.count == 756 * 504 * 4)
    // The cat's nose is red, the ground behind its ear dark, and nothing shines through.
    func pixel(_ x: Int, _ y: Int) -> [Int] {
      (0..<4).map { Int(pixels[(y * 756 + x) * 4 + $0]) }
    }
    let (nose, corner) = (pixel(440, 400), pixel(740, 10))
    #expect(nose[0] > nose[2] + 40 && nose[3] == 255, "\(nose)")
    #expect(corner[0] + corner[1] + corner[2] < 240 && corner[3] == 255, "\(corner)")
  }

  @Test("A terminal that names no protocol, or says nothing, is never sent one")
  func unanswered() throws {
    for answers in [[Self.attributes], []] {
      let terminal = try session(answers.map { (question: $0.0, answer: $0.1) })
      terminal.read(seconds: 0.8)
      let place = terminal.received.count
      terminal.type("f")
      #expect(terminal.read(until: "no full resolution here", after: place))
      for start in Self.starts { #expect(!terminal.has(start)) }
    }
  }

  @Test("Multiplexers and the Linux console are not asked what they would show as text")
  func multiplexed() throws {
    for environment in [["TMUX": "/tmp/none,1,0", "TERM": "tmux-256color"], ["TERM": "linux"]] {
      let terminal = try session([], environment: environment)
      #expect(!terminal.has("\u{1B}_G") && !terminal.has("1337"))
      #expect(terminal.has("\u{1B}[c"))
    }
  }

  @Test("A flag forces a protocol, or none")
  func forced() throws {
    let terminal = try session([], arguments: ["--pixels", "sixel"])
    terminal.type("f")
    #expect(terminal.read(until: Self.starts[2]))
    let none = try session(
      [(question: Self.kitty.0, answer: Self.kitty.1)], arguments: ["--pixels", "none"])
    none.type("f")
    #expect(none.read(until: "asked for none"))
    #expect(!none.has(Self.starts[0]))
  }

  @Test("A light background is followed, a theme that was asked for is not changed by it")
  func background() throws {
    let question = (question: "\u{1B}]11;?", answer: "\u{1B}]11;rgb:ffff/ffff/f0f0\u{1B}\\")
    let paper = "48;2;250;248;243"
    let light = try session([question])
    #expect(light.has(paper) || light.read(until: paper, seconds: 5))
    let dark = try session([question], arguments: ["--theme", "nord"])
    dark.read(seconds: 0.5)
    #expect(!dark.has(paper))
  }
}
