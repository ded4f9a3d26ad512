import Explorer
import Terminal
import Testing

@Suite("CAM asks every method at every layer")
struct CAMScriptTests {
  @Test("An expensive method says its cost and waits for Enter")
  func consent() {
    var session = Scripted()
    session.press("5 M M M")
    #expect(session.state.camScreen.method?.name == "score-cam")
    #expect(session.text.contains("1281 passes, about 12.0 s"))
    #expect(session.state.screens.cam.shown?.question.method == "layer-cam")
    session.press("enter")
    #expect(session.state.screens.cam.shown?.question.method == "score-cam")
    #expect(!session.text.contains("1281 passes"))
  }

  @Test("Going on to another method leaves the expensive one alone")
  func declining() {
    var session = Scripted()
    session.press("5 M M M M")
    #expect(session.state.screens.cam.shown?.question.method == "saliency")
    session.press("}")
    #expect(session.footer.contains("explains the pixels"))
    session.press("M M M M")
    #expect(session.text.contains("1281 passes"))
  }

  @Test("Blocks are scrubbed one by one, stages skip them")
  func layers() {
    var session = Scripted(variant: "b0")
    session.press("5 M")
    #expect(session.state.camScreen.layer == "stage9")
    session.press("[")
    #expect(session.state.camScreen.layer == "stage8")
    session.press("[ [")
    #expect(session.state.camScreen.layer == "stage7.block3")
    session.press("{")
    #expect(session.state.camScreen.layer == "stage6")
    session.press("] }")
    #expect(session.state.camScreen.layer == "stage7")
    #expect(session.state.screens.cam.shown?.question.layer == "stage7")
  }

  @Test("Versus takes the strongest rival, or any")
  func versus() {
    var session = Scripted()
    session.press("5 w")
    #expect(session.state.screens.cam.shown?.question.versus == 281)
    #expect(session.text.contains("tabby (280) versus tiger cat"))
    session.press("y")
    #expect(
      session.effects.last.map { "\($0)" }?.contains("--versus 281") == true)
    session.press("w")
    #expect(session.state.screens.cam.shown?.question.versus == nil)
    session.press("W")
    session.type("mug")
    session.press("enter")
    #expect(session.state.screens.cam.shown?.question.versus == 289)
    #expect(session.state.screens.cam.shown?.question.target == 280)
  }

  @Test("The grid shows quick methods by stages; Enter opens one")
  func grid() {
    var session = Scripted(160, 50, variant: "b0")
    session.press("5 x")
    #expect(session.state.screens.cam.grid == .methods)
    // CAM answers for the last stage alone, two methods for each of nine.
    #expect(session.state.screens.cam.maps.kept.count == 1 + 2 * 9)
    #expect(session.text.contains("Grad-CAM") && session.text.contains("stage9"))
    #expect(session.state.screens.cam.gridCursor == Point(8, 0))
    session.press("j left left left left left left enter")
    #expect(session.state.screens.cam.grid == nil)
    #expect(session.state.camScreen.method?.name == "grad-cam")
    #expect(session.state.screens.cam.shown?.question.layer == "stage3")
  }

  @Test("The grid of networks shows those that can run")
  func networks() {
    var session = Scripted(160, 50, variant: "b0")
    session.press("5 x x")
    #expect(session.state.camScreen.grid?.columns == ["b0", "lite0"])
    session.press("right enter")
    #expect(session.state.subject.network.variant == "lite0")
    session.press("x x x")
    #expect(session.state.screens.cam.grid == nil)
  }

  @Test("Curves stand in the place of the cells, with their areas")
  func curves() {
    var session = Scripted(120, 40)
    session.press("5 i")
    #expect(session.text.contains("insertion, area 0.500"), "\(session.text)")
    #expect(session.text.contains("deletion, area 0.335"))
    #expect(session.text.contains("% of the pixels changed"))
    #expect(session.text.contains("probability of tabby"))
    #expect(session.text.contains("insertion rises at once"))
    #expect(session.text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    session.press("c")
    #expect(session.state.screens.cam.maps.curves.count == 2)
    session.press("i")
    #expect(!session.text.contains("insertion, area"))
  }

  @Test("Ctrl-C ends a map for good, until it is asked for again")
  func cancelling() {
    var session = Scripted()
    var state = session.state
    _ = state.update(.key(.character("5")))
    #expect(state.jobs.running[MapJob.kind] != nil)
    let effects = state.update(.key(.control("c")))
    #expect(effects == [.cancel(MapJob.kind)])
    #expect(state.jobs.running[MapJob.kind] == nil)
    session.state = state
    #expect(session.text.contains("cancelled explaining"))
    session.press("enter")
    #expect(session.state.screens.cam.shown != nil)
  }
}
