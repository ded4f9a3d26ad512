import Explanations
import Foundation
import Testing

@Suite struct CommandLineTextTests {
  @Test(arguments: [
    "plain.png", "a b.png", "it's.png", "", "-x", "a\nb\t\u{1B}[31m.png", "写真 🐱.png", "$HOME`id`\\",
    "\u{202E}gnp.exe", "'", "\\'\n", "a\u{7F}b\u{9B}c", "*?[]{}~!#&;|<>()",
  ])
  func shellQuotingPreservesEveryWord(word: String) throws {
    var line = CommandLineText("cam")
    line.add(word)
    #expect(!line.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "set -- \(line.text); printf '%s' \"$3\"; [ $# = 3 ]"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(String(decoding: data, as: UTF8.self) == word)
  }

  @Test func valuesThatLookLikeOptionsAreProtected() {
    var line = CommandLineText("cam")
    line.add("labels", "-names.txt")
    line.add(images: ["-x.png"])
    #expect(line.text == "effscope cam --labels=-names.txt -- -x.png")
    var other = CommandLineText("cam")
    other.add("labels", nil)
    other.add(images: ["-"])
    #expect(other.text == "effscope cam -")
  }
}
