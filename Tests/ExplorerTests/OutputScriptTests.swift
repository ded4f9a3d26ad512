import Architectures
import Explorer
import Testing

/// Networks whose outputs are no distribution, at the sizes of common terminals.
@Suite struct OutputScriptTests {
  static let sizes = [(80, 24), (120, 40)]

  private static func session(
    _ size: (Int, Int), _ outputs: OutputActivation, keys: String
  ) -> Scripted {
    var work = FakeWork()
    work.outputs = outputs
    var session = Scripted(size.0, size.1, work: work)
    session.press(keys)
    return session
  }

  @Test(arguments: sizes, ["4", "5"])
  func plainNumbersHaveNoPercentAndAreWhole(size: (Int, Int), screen: String) {
    let session = Self.session(size, .linear, keys: screen)
    let list = session.lines.filter { $0.contains("Egyptian") || $0.contains("tabby") }
    #expect(!list.isEmpty)
    #expect(!list.contains { $0.contains(" %") }, "\(session.text)")
    #expect(!session.text.lowercased().contains("top-1"))
    #expect(session.text.contains("linear"), "\(session.text)")
    #expect(session.text.contains("77.474"), "\(session.text)")
    #expect(session.text.contains("−1152.776"), "\(session.text)")
    #expect(!session.text.contains("−1152…"))
  }

  @Test(arguments: sizes, ["4", "5"])
  func manyLabelsHaveAMarkInPlaceOfARank(size: (Int, Int), screen: String) {
    let session = Self.session(size, .sigmoid, keys: screen)
    #expect(session.text.contains("sigmoid"), "\(session.text)")
    #expect(session.text.contains("●") && session.text.contains("75.0 %"))
    // The small CAM screen has room for the first three classes only, which are all above 50 %.
    if size.0 > 80 || screen == "4" {
      #expect(session.text.contains("○") && session.text.contains("37.5 %"))
    }
    #expect(!session.text.lowercased().contains("top-1"))
  }
}
