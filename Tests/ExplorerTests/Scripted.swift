import Explorer
import Foundation
import Support
import Terminal
import Testing

/// An explorer without a terminal: keys go in, jobs are answered at once, frames come out.
struct Scripted {
  var state: State
  let work: FakeWork
  /// Effects that were not jobs.
  private(set) var effects: [Effect] = []

  init(
    _ columns: Int = 100, _ rows: Int = 30, picture: String? = "/photos/chelsea.png",
    variant: String = "lite0", work: FakeWork = FakeWork(), look: Look = Look()
  ) {
    self.work = work
    state = State(
      size: Size(columns, rows), look: look, network: AskedNetwork(variant), picture: picture,
      directory: "/photos", methods: FakeWork.methods)
    carryOut(state.start())
  }

  /// Presses keys by their names, separated by spaces.
  mutating func press(_ names: String) {
    for name in names.split(separator: " ") {
      guard let key = Key(name: String(name)) else {
        Issue.record("there is no key '\(name)'")
        continue
      }
      send(.key(key))
    }
  }

  /// Types text, a key for each character.
  mutating func type(_ text: String) {
    for character in text { send(.key(.character(character))) }
  }

  mutating func click(_ x: Int, _ y: Int) { send(.mouse(MouseEvent(.press, at: Point(x, y)))) }

  /// Clicks on the first place where a text stands.
  mutating func click(on text: String, _ location: SourceLocation = #_sourceLocation) {
    for (y, line) in lines.enumerated() {
      guard let range = line.range(of: text) else { continue }
      return click(String(line[..<range.lowerBound]).columns, y)
    }
    Issue.record("'\(text)' is not on the screen", sourceLocation: location)
  }

  mutating func send(_ message: Message) { carryOut(state.update(message)) }

  private mutating func carryOut(_ effects: [Effect]) {
    for effect in effects {
      guard case .start(let job, let id) = effect else {
        self.effects.append(effect)
        continue
      }
      do throws(Failure) {
        send(.finished(id: id, try job.result(from: work, context: JobContext())))
      } catch {
        send(.failed(job.kind, id: id, error))
      }
    }
  }

  var lines: [String] { state.frame.lines }
  var text: String { lines.joined(separator: "\n") }

  /// The line that names the current tab's content, or the footer.
  var footer: String { lines.last ?? "" }

  /// Compares the frame with the recorded one of that name and this size.
  func expectFrame(_ name: String, _ location: SourceLocation = #_sourceLocation) {
    let size = "\(state.size.columns)x\(state.size.rows)"
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Frames")
    let file = folder.appending(path: "\(name)-\(size).txt")
    let portrait = state.frame.portrait
    if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try? portrait.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(file.lastPathComponent)", sourceLocation: location)
      return
    }
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    guard recorded != portrait else { return }
    Issue.record(
      "\(file.lastPathComponent) differs:\n\(difference(recorded ?? "", portrait))",
      sourceLocation: location)
  }

  private func difference(_ old: String, _ new: String) -> String {
    let (old, new) = (old.components(separatedBy: "\n"), new.components(separatedBy: "\n"))
    return (0..<max(old.count, new.count)).compactMap { index in
      let (left, right) = (
        old.indices.contains(index) ? old[index] : "(none)",
        new.indices.contains(index) ? new[index] : "(none)"
      )
      return left == right ? nil : "line \(index + 1)\n- \(left)\n+ \(right)"
    }.prefix(12).joined(separator: "\n")
  }
}
