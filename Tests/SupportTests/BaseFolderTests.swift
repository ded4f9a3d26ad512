import Support
import Testing

@Suite struct BaseFolderTests {
  private func path(_ folder: BaseFolder, _ variables: [String: String]) -> String? {
    folder.path { variables[$0] }
  }

  @Test func theVariablesNameTheFolders() {
    let variables = [
      "HOME": "/home/a", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s",
      "XDG_CACHE_HOME": "/h",
    ]
    #expect(
      BaseFolder.allCases.map { path($0, variables) }
        == ["/c/effscope", "/d/effscope", "/s/effscope", "/h/effscope"])
  }

  @Test func theDefaultsAreBelowTheHome() {
    #expect(
      BaseFolder.allCases.map { path($0, ["HOME": "/home/a"]) } == [
        "/home/a/.config/effscope", "/home/a/.local/share/effscope",
        "/home/a/.local/state/effscope", "/home/a/.cache/effscope",
      ])
  }

  @Test(arguments: ["", "relative", "./here"])
  func aRelativePathIsIgnored(value: String) {
    #expect(
      path(.data, ["HOME": "/home/a", "XDG_DATA_HOME": value]) == "/home/a/.local/share/effscope")
  }

  @Test(arguments: [[:], ["HOME": ""]])
  func withoutAHomeThereIsNoFolder(variables: [String: String]) {
    #expect(BaseFolder.allCases.allSatisfy { path($0, variables) == nil })
  }
}
