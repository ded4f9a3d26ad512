import Explorer
import Foundation
import Terminal
import Testing

@Suite("The first run ends on a cat, and no error vanishes")
struct FirstRunTests {
  /// The first start, with or without installed weights.
  private func first(installed: Set<String>) -> Scripted {
    var work = FakeWork()
    work.installed = installed
    var session = Scripted(picture: nil, work: work)
    session.state.welcome = WelcomeState(
      samplePicture: "/photos/chelsea.png", isToured: false)
    session.state.dialog = .welcome(WelcomeDialog())
    return session
  }

  @Test("One Enter downloads the weights and explains the sample")
  func download() {
    var session = first(installed: ["b0"])
    #expect(session.text.contains("Download EfficientNet-Lite0"))
    session.press("enter")
    #expect(session.state.screen == .cam)
    #expect(session.state.subject.picture?.path == "/photos/chelsea.png")
    #expect(session.state.subject.network == AskedNetwork("lite0"))
    #expect(session.state.screens.variants.facts("lite0")?.weights == .installed)
  }

  @Test("With weights the first Enter explains the sample")
  func explain() {
    var session = first(installed: ["lite0"]).pressing("enter")
    #expect(session.state.screens.cam.shown?.question.target == 280)
    session.press("esc")
    #expect(session.state.dialog == nil)
  }

  @Test("The tour works without weights and leaves the network as it was")
  func tour() {
    var session = first(installed: []).pressing("j j enter enter")
    #expect(session.text.contains("2 of 3"))
    #expect(session.state.subject.network.isUntrained)
    #expect(session.state.screens.step.shown != nil)
    session.press("enter")
    #expect(session.state.screens.cam.shown != nil)
    session.press("enter")
    #expect(session.state.subject.network == AskedNetwork("lite0"))
  }

  @Test("A download that fails says it whole, and what can be done instead")
  func failure() {
    var session = Scripted()
    session.press("1")
    session.state.screens.variants.cursor = "lite1"
    session.press("enter enter")
    #expect(session.text.contains("Can't pull lite1: there is no network"))
    for choice in ["Try the download again", "Use a file", "random weights", "Copy the error"] {
      #expect(session.text.contains(choice))
    }
    #expect(session.state.subject.network == AskedNetwork("lite0"))
    session.press("j j j enter")
    #expect(session.effects.last == .copy("Can't pull lite1: there is no network"))
    session.press("k k enter")
    session.type("broken.pt")
    session.press("enter")
    #expect(session.text.contains("it ends after 12 bytes"))
    #expect(session.state.subject.network == AskedNetwork("lite0"))
    session.press("down")
    session.state.dialog = nil
    session.press("!")
    #expect(session.text.contains("Messages") && session.text.contains("there is no network"))
    #expect(session.text.contains("it ends after 12 bytes"))
  }

  @Test("A file's own variant is used")
  func file() {
    var session = Scripted()
    session.press("1")
    session.state.screens.variants.cursor = "lite1"
    session.press("enter j enter")
    session.type("mine.pt")
    session.press("enter")
    #expect(session.state.subject.network == AskedNetwork("b1", checkpoint: "mine.pt"))
  }

  @Test("Networks that can be used come first; the others lie under a fold")
  func fold() {
    var session = Scripted()
    session.press("1")
    #expect(session.state.screens.variants.rows.map(\.name) == ["b0", "lite0", "lite1"])
    #expect(session.text.contains("4 more networks"))
    session.click(on: "4 more networks")
    #expect(session.state.screens.variants.rows.count == 7)
    #expect(!session.text.contains("more networks"))
  }

  @Test("The next start finds its folder from anywhere, and no random weights")
  func paths() throws {
    let path = NSTemporaryDirectory() + "effscope-\(UUID().uuidString)/session.toml"
    let here = FileManager.default.currentDirectoryPath
    var last = LastSession()
    (last.variant, last.checkpoint, last.picture) = ("lite0", "weights/a.pt", "cat.png")
    (last.directory, last.recent, last.libraries) = (".", ["cat.png", "/b.png"], ["lib"])
    try last.save(path)
    let read = LastSession.load(path)
    #expect(read.directory == here && read.picture == here + "/cat.png")
    #expect(read.checkpoint == here + "/weights/a.pt")
    #expect(read.recent == [here + "/cat.png", "/b.png"] && read.libraries == [here + "/lib"])
    var session = Scripted()
    session.state.subject.network = AskedNetwork("b4", checkpoint: "random:0")
    #expect(session.state.lastSession.variant == nil)
    #expect(session.state.lastSession.checkpoint == nil)
  }

  @Test("The text of the current tab is bright where bold text brightens")
  func tab() throws {
    let theme = try #require(ThemeCatalogue.theme("terminal"))
    // Many terminals show bold black as grey.
    #expect(theme[.tabText] == theme[.selectionText] && theme[.tab] == theme[.selection])
  }
}
