import Terminal
import Testing
import Themes

@Suite("Themes are data that can be read, and read on")
struct ThemeTests {
  @Test("Every shipped theme is free of mistakes", arguments: ThemeCatalogue.identifiers)
  func shipped(identifier: String) throws {
    let source = try #require(ShippedThemes.all.first { $0.name == identifier })
    let (theme, mistakes) = ThemeCatalogue.read(source.name, source.bytes)
    #expect(mistakes.isEmpty)
    #expect(theme.identifier == identifier)
    #expect(!theme.name.isEmpty)
  }

  @Test("Text has a contrast of at least 4.5 on every pair", arguments: ThemeCatalogue.identifiers)
  func contrast(identifier: String) throws {
    let theme = try #require(ThemeCatalogue.theme(identifier))
    for pair in Theme.textPairs {
      guard let text = theme[pair.text].rgb, let back = theme[pair.on].rgb else { continue }
      let ratio = text.contrast(with: back)
      #expect(
        ratio >= 4.5, "\(pair.text.rawValue) on \(pair.on.rawValue) of \(identifier): \(ratio)")
    }
  }

  @Test("A mistake names its line and leaves the default's value")
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

  @Test("A broken file gives the default theme and its line")
  func broken() {
    let (theme, mistakes) = ThemeReader.read(
      "name = \"x\"\n[colors\n", identifier: "x", file: "x.toml", fallback: ThemeCatalogue.dark)
    #expect(mistakes.count == 1)
    #expect(mistakes.first?.line == 2)
    #expect(theme[.accent] == ThemeCatalogue.dark[.accent])
  }

  @Test("Contrast is WCAG's")
  func luminance() {
    #expect(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) == 21)
    #expect(abs(RGB(0x77, 0x77, 0x77).contrast(with: RGB(255, 255, 255)) - 4.48) < 0.01)
    #expect(RGB(hex: "#f80") == RGB(255, 136, 0))
    #expect(RGB(hex: "f80123") == nil)
    #expect(RGB(1, 2, 250).hex == "#0102fa")
  }
}
