import Explorer
import Terminal
import Testing

@Suite("The keymap is one consistent list")
struct KeymapTests {
  @Test("No key means two things on one screen", arguments: ScreenID.allCases)
  func conflicts(screen: ScreenID) {
    var seen: [Key: Action] = [:]
    for binding in Keymap().bindings(on: screen) {
      for key in binding.keys {
        #expect(
          seen[key] == nil,
          "\(key.name) is \(binding.action) and \(seen[key].map { "\($0)" } ?? "")")
        seen[key] = binding.action
      }
    }
  }

  @Test("Every action has a key and words")
  func complete() {
    for action in Action.allCases {
      let bindings = Keymap.standard.filter { $0.action == action }
      #expect(!bindings.isEmpty, "\(action.name) has no binding")
      for binding in bindings {
        #expect(!binding.keys.isEmpty && !binding.title.isEmpty)
        #expect(binding.title.first?.isUppercase == true && !binding.title.hasSuffix("."))
      }
    }
  }

  @Test(
    "Help and quit are hinted on every screen, even the narrowest", arguments: ScreenID.allCases)
  func hints(screen: ScreenID) {
    let session =
      screen == .gallery
      ? Scripted.gallery(40, 12) : Scripted(40, 12).pressing("\(screen.rawValue)")
    #expect(session.footer.contains("? help") && session.footer.contains("q quit"))
  }

  @Test("Fuzzy search prefers word starts and runs")
  func fuzzy() throws {
    #expect(fuzzyScore("xyz", in: "Choose a theme") == nil)
    let near = try #require(fuzzyScore("theme", in: "Choose a theme"))
    let far = try #require(fuzzyScore("theme", in: "Show the heatmap, more of it"))
    #expect(near < far)
    #expect(fuzzyScore("ct", in: "Choose a theme") != nil)
  }
}
