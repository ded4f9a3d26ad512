import Explanations
import Explorer
import Terminal
import Testing

@Suite("Stepping walks every tensor point")
struct StepScriptTests {
  @Test("Points, blocks and stages, forward and back")
  func walking() {
    var session = Scripted(variant: "b0")
    session.press("3")
    #expect(session.state.stepScreen.layer?.name == "stage1")
    #expect(session.state.screens.step.shown?.question.layer == 0)
    session.press("n")
    #expect(session.state.stepScreen.layer?.name == "stage2.block1.depthwise")
    session.press("}")
    #expect(session.state.stepScreen.layer?.name == "stage3.block1.expand")
    session.press("]")
    #expect(session.state.stepScreen.layer?.name == "stage3.block2.expand")
    session.press("n n [")
    #expect(session.state.stepScreen.layer?.name == "stage3.block2.expand")
    session.press("[")
    #expect(session.state.stepScreen.layer?.name == "stage3.block1.expand")
    session.press("{")
    #expect(session.state.stepScreen.layer?.name == "stage2.block1.depthwise")
    session.press("{ { N")
    #expect(session.state.stepScreen.layer?.name == "stage1")
    #expect(session.state.screens.step.shown?.question.layer == 0)
  }

  @Test("The end stays the end")
  func end() {
    var session = Scripted(variant: "b0")
    session.press("3 } } } } } } } } } }")
    let last = session.state.stepScreen.layer
    session.press("n n n n n n n")
    #expect(session.state.stepScreen.layer?.name == "classifier")
    #expect(last?.stage == 9)
    #expect(session.text.contains("classifier"))
  }

  @Test("Playing goes on by itself, stops at Esc and at the end")
  func playing() {
    var session = Scripted(variant: "b0")
    session.press("3 A")
    #expect(session.state.wantsTicks)
    for _ in 0..<5 { session.send(.tick) }
    #expect(session.state.screens.step.layer == 1)
    session.press("esc")
    for _ in 0..<20 { session.send(.tick) }
    #expect(session.state.screens.step.layer == 1)
    session.press("A")
    for _ in 0..<5_000 where session.state.screens.step.playback.isPlaying { session.send(.tick) }
    #expect(session.state.stepScreen.layer?.name == "classifier")
    #expect(!session.state.screens.step.playback.isPlaying)
  }

  @Test("Channels are sorted by contrast; the cursor follows its channel to another order")
  func sorting() throws {
    var session = Scripted(variant: "b0")
    session.press("3 l l")
    let channel = try #require(session.state.screens.step.channel)
    func isSorted(_ key: (ValueSummary) -> Double) -> Bool {
      let keys = session.state.screens.step.ranking.compactMap {
        session.state.screens.step.shown?.activation.channels[$0]
      }.map(key)
      return keys.count > 3 && zip(keys, keys.dropFirst()).allSatisfy { $0 >= $1 }
    }
    #expect(isSorted(\.deviation))
    session.press("s")
    #expect(isSorted(\.energy))
    session.press("s")
    #expect(isSorted(\.maximum))
    session.press("s s")
    #expect(session.state.screens.step.order == .index)
    #expect(
      session.state.screens.step.channel == channel && session.state.screens.step.cursor == channel)
  }

  @Test("One channel enlarges; its cursor reads values and shows the receptive field")
  func enlarging() throws {
    var session = Scripted(120, 40, variant: "b0")
    session.press("3 } enter g")
    #expect(session.state.screens.step.place == Point(0, 0))
    session.press("l j j")
    #expect(session.state.screens.step.place == Point(1, 2))
    #expect(session.text.contains("row 3, column 2"))
    #expect(session.text.contains("reads 7×7 px"))
    session.press("G l l j")
    #expect(session.state.screens.step.place == Point(111, 111))
    session.press("esc")
    #expect(!session.state.screens.step.display.isEnlarged)
  }

  @Test("The gate shows bars, the logits their labels")
  func vectors() {
    var session = Scripted(120, 40, variant: "b0")
    session.press("3 n n n n")
    #expect(session.state.stepScreen.layer?.name == "stage2.block1.gate")
    #expect(session.text.contains("━"))
    #expect(session.text.contains("reads everything"))
  }

  @Test("A click on the line of points goes there, one on a channel selects it")
  func mouse() throws {
    var session = Scripted(120, 40, variant: "b0")
    session.press("3")
    let track = try #require(session.state.canvas.area(of: .track))
    session.click(track.x + track.width / 2, track.y)
    #expect(session.state.screens.step.layer > 20)
    session.press("{ { { { { { { { { {")
    let tile = try #require(session.state.canvas.area(of: .channel(rank: 2)))
    session.click(tile.x + 1, tile.y)
    #expect(session.state.screens.step.cursor > 0)
  }

  @Test("Without a photograph the screen says what to do")
  func empty() {
    var session = Scripted(picture: nil)
    session.press("3")
    #expect(session.text.contains("Press 6 to choose one"))
  }

  @Test("Copying gives the command that prints the same")
  func twin() {
    var session = Scripted(variant: "b0")
    session.press("3 n y")
    #expect(
      session.effects.last
        == .copy(
          "effscope step /photos/chelsea.png --variant b0 --layer stage2.block1.depthwise"))
  }
}
