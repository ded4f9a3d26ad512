import Explorer
import Foundation
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

  @Test("A key means one thing on every screen, but for the named exceptions")
  func oneMeaning() {
    var meanings: [Key: String] = [:]
    for binding in Keymap.standard {
      for key in binding.keys where !isException(key, binding) {
        let former = meanings[key] ?? binding.action.meaning
        #expect(
          former == binding.action.meaning,
          "\(key.name) means “\(former)” and “\(binding.action.meaning)”")
        meanings[key] = former
      }
    }
    for exception in Keymap.exceptions {
      #expect(
        Keymap().action(for: Key(name: exception.key) ?? Key(.escape), on: exception.screen)
          == exception.action)
    }
  }

  private func isException(_ key: Key, _ binding: Binding) -> Bool {
    Keymap.exceptions.contains {
      $0.key == key.name && binding.screens == [$0.screen] && binding.action == $0.action
    }
  }

  @Test("The documentation has the keymap's own table")
  func documentation() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/explore.md").standardized
    let text = try String(contentsOf: page, encoding: .utf8)
    let (start, end) = ("<!-- keys -->\n\n", "\n\n<!-- end of keys -->")
    let before = try #require(text.range(of: start))
    let after = try #require(text.range(of: end))
    let table = Keymap().table
    if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
      let changed = text[..<before.upperBound] + table + text[after.lowerBound...]
      try String(changed).write(to: page, atomically: true, encoding: .utf8)
      Issue.record("recorded the table of keys")
      return
    }
    #expect(String(text[before.upperBound..<after.lowerBound]) == table)
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
