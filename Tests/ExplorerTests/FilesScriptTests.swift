import Explorer
import Support
import Terminal
import Testing

@Suite("Files lists whatever a directory holds")
struct FilesScriptTests {
  /// An explorer on Files with these names in its directory.
  private func session(_ names: [String]) -> Scripted {
    var session = Scripted(120, 40).pressing("6")
    session.state.screens.files.listing = Listing(
      directory: "/photos",
      entries: [FileEntry(name: "..", path: "/", kind: .parent)]
        + names.map { FileEntry(name: $0, path: "/photos/\($0)", kind: .picture, bytes: 1) })
    return session
  }

  @Test("While a filter is typed the cursor stands on a match, so Enter opens one")
  func filter() {
    var session = session(["ant.png", "bee.png", "cat.png"]).pressing("g /")
    session.type("be")
    #expect(session.state.screens.files.current?.name == "bee.png")
    session.press("enter enter")
    #expect(session.state.subject.picture?.path == "/photos/bee.png")
    #expect(session.state.screens.files.directory == "/photos")
  }

  @Test("A filter compares letters, not their case or the form of their accents")
  func folding() {
    var session = session(["Cafe\u{301}.PNG", "tea.png"]).pressing("/")
    session.type("caf\u{e9}")
    #expect(session.state.screens.files.pictures.map(\.name) == ["Cafe\u{301}.PNG"])
  }

  @Test("Names that are no text are listed with their bytes")
  func names() {
    let name = String(escaping: [0x61, 0xFF, 0xE9, 0x2E, 0x70, 0x6E, 0x67])
    #expect(name.escapedName == "a\\xff\\xe9.png")
    #expect("plain.png".escapedName == "plain.png")
    let session = session([name])
    #expect(session.text.contains("a\\xff\\xe9.png"))
    #expect(!session.text.unicodeScalars.contains { $0.value >= 0xF0000 })
  }

  @Test("Every cell of a row has the theme's background")
  func background() {
    let session = Scripted(120, 40).pressing("6")
    let frame = session.state.frame
    let row = session.lines.firstIndex { $0.contains("holiday/") } ?? 0
    let grounds = Set((2..<50).map { frame[$0, row]?.style.background })
    #expect(grounds.count == 1)
  }

  @Test("Twenty thousand files are filtered in the time of a frame")
  func speed() {
    var session = session((0..<20_000).map { "holiday photograph number \($0).png" }).pressing("/")
    let clock = ContinuousClock()
    var times: [Duration] = []
    for letter in "number 1999" {
      times.append(
        clock.measure {
          session.type(String(letter))
          #expect(session.state.frame.size == Size(120, 40))
        })
    }
    #expect(session.state.screens.files.pictures.count == 11)
    times.sort()
    print(
      "filtering 20,000 files: median \(times[times.count / 2]), longest \(times.last ?? .zero)")
    #expect(times[times.count / 2] < .milliseconds(16))
  }

  @Test("A file that was replaced is read again, and its old results are forgotten")
  func replaced() {
    var session = Scripted().pressing("5")
    session.state.subject.answer?.origin = "of the old file"
    session.press("ctrl-r")
    #expect(session.state.subject.answer?.origin == "of the old file")
    session.state.subject.picture?.file = FileFacts(of: RawPath(#filePath))
    session.press("ctrl-r")
    #expect(session.state.subject.answer?.origin == "lite0.safetensors")
    #expect(session.state.screens.cam.shown?.question.target == 280)
    // Opening the same picture once more looks at its file, too.
    session.state.subject.picture?.file = FileFacts(of: RawPath(#filePath))
    session.state.subject.answer?.origin = "of the old file"
    session.press("6 enter")
    #expect(session.state.subject.answer?.origin == "lite0.safetensors")
  }
}
