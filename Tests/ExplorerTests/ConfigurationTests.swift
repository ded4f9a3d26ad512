import Explorer
import Foundation
import Terminal
import Testing

@Suite("The configuration says what is wrong and goes on")
struct ConfigurationTests {
  @Test("Every option is read back as written")
  func roundTrip() {
    var wanted = ExplorerSettings()
    wanted.theme = "nord"
    wanted.colors = .indexed
    wanted.pictures = .sextant
    wanted.pixels = .kitty
    wanted.drawing.alpha = 0.3
    wanted.drawing.isSigned = true
    wanted.variant = "b4"
    wanted.restoresSession = false
    wanted.keys = [.quit: [.character("Q"), .control("q")], .filter: [.character("\"")]]
    let (read, mistakes) = ConfigurationReader.read(
      ConfigurationFile.page(wanted), file: "config.toml")
    #expect(mistakes.isEmpty, "\(mistakes)")
    #expect(read == wanted)
  }

  @Test(
    "A mistake gives file, line and the value used",
    arguments: [
      (
        "alpha = 2\n", "c.toml:1: 'alpha' is '2.0', but must be a number from 0 to 1; '0.5' is used"
      ),
      ("\n\ntheme = \"nrd\"\n", "c.toml:3: 'theme' is 'nrd', but must be"),
      ("variant = 3\n", "c.toml:1: 'variant' is of another type, but must be"),
      ("colour = 1\n", "c.toml:1: there is no option 'colour'; did you mean 'colors'?"),
      ("[keys]\nquti = \"Q\"\n", "c.toml:2: there is no action 'quti'; did you mean 'quit'?"),
      ("[keys]\nquit = \"foo\"\n", "c.toml:2: there is no key 'foo'; the standard keys of 'quit'"),
      ("keys = 1\n", "c.toml:1: 'keys' is no table"),
      ("alpha = \n", "c.toml:1: "),
      ("\"\u{1B}[31m\" = 1\n", "c.toml"),
    ])
  func mistakes(text: String, sentence: String) throws {
    let (read, mistakes) = ConfigurationReader.read(text, file: "c.toml")
    #expect(read == ExplorerSettings())
    let mistake = try #require(mistakes.first)
    #expect(mistake.sentence.hasPrefix(sentence), "\(mistake.sentence)")
    #expect(!mistake.sentence.contains("\u{1B}"))
  }

  @Test("Saving one option leaves comments, other options and tables alone")
  func saving() throws {
    let text = "# mine\nalpha = 0.2 # dim\n\n[keys]\nquit = \"Q\"\n"
    let alpha = try #require(ConfigurationOption.named("alpha"))
    let theme = try #require(ConfigurationOption.named("theme"))
    let once = ConfigurationFile.setting(alpha, "0.7", in: text)
    #expect(once == "# mine\nalpha = 0.7\n\n[keys]\nquit = \"Q\"\n")
    let twice = ConfigurationFile.setting(theme, "nord", in: once)
    #expect(twice == "# mine\nalpha = 0.7\n\ntheme = \"nord\"\n[keys]\nquit = \"Q\"\n")
    let (read, mistakes) = ConfigurationReader.read(twice, file: "c")
    #expect(mistakes.isEmpty && read.theme == "nord" && read.drawing.alpha == 0.7)
  }

  @Test("Remapped keys rule, and are taken from whoever had them")
  func remapping() {
    let keymap = Keymap().remapped([.help: [.character("q")], .quit: [.character("Q")]])
    #expect(keymap.action(for: .character("q"), on: .cam) == .help)
    #expect(keymap.action(for: .character("Q"), on: .cam) == .quit)
    #expect(keymap.action(for: .character("?"), on: .cam) == nil)
    var session = Scripted()
    var settings = ExplorerSettings()
    settings.keys = [.showCAM: [.character("w")]]
    session.state.apply(settings)
    session.press("w")
    #expect(session.state.screen == .cam)
    session.press("? G")
    #expect(session.text.contains("w") && session.text.contains("CAM: where it sees it"))
  }

  @Test("Settings change at once and are saved")
  func settings() {
    var session = Scripted()
    session.press("9 l")
    #expect(session.effects.last == .saveSetting(name: "theme", value: "midnight"))
    session.press("l")
    #expect(session.state.look.theme.identifier == "paper")
    session.press("j j j j h")
    let names = ConfigurationOption.named("colormap")
    #expect(names != nil && session.state.look.colorMap != "inferno")
    session.press("j l")
    #expect(session.state.look.alpha == 0.6)
    #expect(session.effects.last == .saveSetting(name: "alpha", value: "0.6"))
    session.press("j enter")
    #expect(session.state.look.isSigned)
  }

  @Test("A session comes back from its file")
  func session() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var session = Scripted()
    session.press("5 .")
    let path = folder + "/deep/session.toml"
    try session.state.lastSession.save(path)
    let read = LastSession.load(path)
    #expect(read == session.state.lastSession)
    #expect(read.picture == "/photos/coffee.png" && read.screen == "show-cam")
    #expect(read.keymap == Keymap.version)
    #expect(LastSession.load(folder + "/none.toml") == LastSession.load(nil))
  }

  @Test("The first start offers weights, a sample and a tour of three steps")
  func welcome() {
    var session = Scripted(picture: nil)
    session.state.welcome.samplePicture = "/photos/chelsea.png"
    session.state.welcome.isToured = false
    session.state.dialog = .welcome(WelcomeDialog())
    #expect(session.text.contains("Explain the sample photograph"))
    session.press("j j enter")
    #expect(session.text.contains("1 of 3") && session.state.screen == .variants)
    session.press("enter")
    #expect(session.text.contains("2 of 3") && session.state.screen == .step)
    #expect(session.state.subject.picture?.name == "chelsea.png")
    session.press("enter")
    #expect(session.text.contains("3 of 3") && session.state.screen == .cam)
    session.press("enter")
    #expect(session.state.dialog == nil && session.state.welcome.isToured)
  }

  @Test("Photographs opened lately are listed")
  func recent() {
    var session = Scripted()
    session.press("6 v")
    #expect(session.footer.contains("no photograph was opened yet"))
    session.press(". . v")
    #expect(session.state.screens.files.rows.count == 2)
    #expect(session.text.contains("Opened lately"))
    session.press("j enter")
    #expect(session.state.subject.picture?.name == "coffee.png")
  }
}
