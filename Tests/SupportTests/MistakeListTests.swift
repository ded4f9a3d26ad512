import Support
import Testing

@Suite struct MistakeListTests {
  private static let text = """
    name = "Mine"
      "text-color" = "red"
    text = 1
    [colors]
      muted=2
    """

  @Test(arguments: [
    ("name", 1), ("text-color", 2), ("text", 3), ("colors", 4), ("muted", 5), ("mute", 0), ("", 0),
  ])
  func theLineThatSetsAKeyIsFound(key: String, line: Int) {
    #expect(MistakeList<Int>(in: Self.text).line(of: key) == line)
  }

  @Test func mistakesBeyondTheLimitAreCountedAndNotMade() {
    var list = MistakeList<Int>(in: Self.text, limit: 2)
    var made = 0
    for key in ["text", "muted", "name", "colors"] {
      list.add(at: key) {
        made += 1
        return $0
      }
    }
    #expect(list.mistakes == [3, 5])
    #expect(made == 2)
    #expect(list.omitted == 2)
    // A mistake of the whole file is listed in any case.
    list.add(0)
    #expect(list.mistakes == [3, 5, 0])
  }
}
