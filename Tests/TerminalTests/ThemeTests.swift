import Foundation
import Terminal
import Testing
import Themes

@Suite("Themes are readable files with readable colours")
struct ThemeTests {
  static let shipped = ShippedThemes.all.map(\.name)

  @Test("Every shipped theme has no mistakes", arguments: shipped)
  func mistakeFree(identifier: String) throws {
    let entry = try #require(ThemeCatalogue.shipped.first { $0.theme.identifier == identifier })
    #expect(entry.mistakes.isEmpty)
    #expect(!entry.theme.name.isEmpty)
  }

  @Test("At least ten themes are shipped, dark and light ones")
  func choice() {
    #expect(Self.shipped.count >= 10)
    #expect(Set(ThemeCatalogue.shipped.map(\.theme.appearance)) == [.dark, .light])
  }

  @Test("Text has a contrast of at least 4.5 on every pair", arguments: shipped)
  func readable(identifier: String) throws {
    let theme = try #require(
      ThemeCatalogue.shipped.first { $0.theme.identifier == identifier }?.theme)
    for pair in Theme.textPairs {
      guard let text = theme[pair.text].rgb, let back = theme[pair.on].rgb else { continue }
      let ratio = text.contrast(with: back)
      #expect(
        ratio >= 4.5, "\(pair.text.rawValue) on \(pair.on.rawValue) of \(identifier): \(ratio)")
    }
  }

  @Test("A mistake is reported with its line, and the default's value is used")
  func mistakes() {
    let text = """
      name = "Mine"
      appearance = "dusk"
      [colors]
      text = "#12345"
      titel = "#ffffff"
      muted = "bright-blue"
      """
    let (theme, mistakes) = ThemeReader.read(
      text, identifier: "mine", file: "mine.toml", fallback: ThemeCatalogue.dark)
    #expect(
      Set(mistakes.map(\.line)) == [2, 4, 5], "\(mistakes)")
    #expect(
      mistakes.contains {
        $0.problem == .unknownKey("titel", nearest: "title")
      })
    #expect(theme[.text] == ThemeCatalogue.dark[.text])
    #expect(theme[.muted] == .ansi(12))
    #expect(theme.name == "Mine")
  }

  @Test("A file that is not TOML gives the default theme and the line of the error")
  func broken() {
    let (theme, mistakes) = ThemeReader.read(
      "name = \"x\"\n[colors\n", identifier: "x", file: "x.toml", fallback: ThemeCatalogue.dark)
    #expect(mistakes.count == 1)
    #expect(mistakes.first?.line == 2)
    #expect(theme[.accent] == ThemeCatalogue.dark[.accent])
  }

  @Test("The user's themes follow the shipped ones and replace those of the same name")
  func own() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }
    try write("name = \"Mine\"\n[colors]\ntext = \"#ffeedd\"\n", "mine.toml")
    try write("name = \"Night\"\n[colors]\ntext = \"red-ish\"\n", "midnight.toml")
    try write(String(repeating: "#", count: 100_000), "huge.toml")
    try write("not a theme", "notes.txt")
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/device.toml", withDestinationPath: "/dev/zero")

    let entries = ThemeFolder(path: folder).themes(fallback: ThemeCatalogue.dark)
    #expect(entries.map(\.theme.identifier) == ["device", "huge", "midnight", "mine"])
    #expect(entries[0].mistakes.map(\.problem) == [.unreadable])
    #expect(entries[1].mistakes.map(\.problem) == [.unreadable])
    #expect(entries[2].mistakes.map(\.line) == [3])
    #expect("\(entries[2].mistakes[0])".hasPrefix(folder + "/midnight.toml:3: 'text' is 'red-ish'"))
    #expect(entries[3].theme[.text] == .rgb(RGB(0xff, 0xee, 0xdd)))
    #expect(entries[3].theme[.muted] == ThemeCatalogue.dark[.muted])

    let all = ThemeCatalogue.merge(ThemeCatalogue.shipped.map(\.theme), entries.map(\.theme))
    #expect(all.count == Self.shipped.count + 3)
    #expect(all[0].name == "Night")
    #expect(all.last?.identifier == "mine")
  }

  @Test("The contrast ratio follows WCAG")
  func luminance() {
    #expect(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) == 21)
    #expect(abs(RGB(0x77, 0x77, 0x77).contrast(with: RGB(255, 255, 255)) - 4.48) < 0.01)
    #expect(RGB(hex: "#f80") == RGB(255, 136, 0))
    #expect(RGB(hex: "f80123") == nil)
    #expect(RGB(1, 2, 250).hex == "#0102fa")
  }
}
