import Foundation
import Support
import Testing

/// Programs that this one runs: what they say, their limits, and their end.
@Suite struct ChildProcessTests {
  @Test func whatItReadsAndSaysIsHandedOver() async {
    let child = ChildProcess(
      ["sh", "-c", "cat; echo oops >&2; exit 3"], input: "hello", largestFile: 1 << 20)
    #expect(await child.run() == .exited(3))
    #expect(child.output == "hello" && child.errors == "oops\n")
  }

  @Test func aMissingProgramIsSaid() async {
    let child = ChildProcess(["no-such-program-here"], largestFile: 1)
    #expect(await child.run() == .notStarted(ENOENT))
  }

  @Test func aFileBeyondTheLimitKillsIt() async throws {
    let path = FileManager.default.temporaryDirectory.path + "/effscope-\(UUID().uuidString)"
    defer { unlink(path) }
    let child = ChildProcess(
      ["dd", "if=/dev/zero", "of=\(path)", "bs=1000", "count=1000"], largestFile: 50_000)
    #expect(await child.run() == .killed(by: SIGXFSZ))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 50_000)
  }

  @Test func endlessTalkAndCancellationEndIt() async {
    let talker = ChildProcess(["yes"], largestFile: 1, largestOutput: 100_000)
    #expect(await talker.run() == .tooTalkative)
    let sleeper = ChildProcess(["sleep", "1000"], largestFile: 1)
    let task = Task { await sleeper.run() }
    try? await Task.sleep(for: .milliseconds(200))
    task.cancel()
    #expect(await task.value == .killed(by: SIGKILL))
  }
}
