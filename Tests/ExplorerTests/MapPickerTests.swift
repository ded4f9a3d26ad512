import Architectures
import Explorer
import Terminal
import Testing

@Suite("Methods and layers are chosen from lists that show their maps")
struct MapPickerTests {
  private func shown(_ session: Scripted) -> MapQuestion? {
    session.state.screens.cam.shown?.question
  }

  @Test("The list of methods previews, keeps and restores", arguments: [(80, 24), (120, 40)])
  func methods(columns: Int, rows: Int) {
    var session = Scripted(columns, rows)
    session.press("5 m")
    #expect(session.text.contains("Gradients at the layer") && session.text.contains("LayerCAM"))
    #expect(session.text.contains("depends on the class"))
    session.press("down down")
    #expect(shown(session)?.method == "layer-cam")
    #expect(session.text.contains("LayerCAM · stage9"))
    session.press("esc")
    #expect(shown(session)?.method == "cam" && session.state.dialog == nil)
    session.press("m down enter")
    #expect(shown(session)?.method == "grad-cam" && session.state.dialog == nil)
  }

  @Test("An expensive method shows its cost in the list and waits for Enter")
  func expensive() {
    var session = Scripted(120, 40)
    session.press("5 m down down down")
    #expect(session.text.contains("1281 passes, about 12.0 s"))
    #expect(shown(session)?.method == "cam")
    session.press("enter")
    #expect(shown(session)?.method == "score-cam")
  }

  @Test("What a method can't explain is offered by another")
  func instead() {
    var session = Scripted(120, 40)
    session.press("5 l")
    #expect(session.text.contains("→ Grad-CAM"))
    session.press("up up")
    #expect(shown(session)?.method == "grad-cam")
    #expect(session.state.camScreen.layer == "stage7")
    session.press("esc")
    #expect(shown(session)?.method == "cam" && shown(session)?.layer == "stage9")
    session.press("l up enter")
    #expect(shown(session)?.method == "grad-cam" && shown(session)?.layer == "stage8")
    // Going back to CAM says that it explains another layer.
    session.press("m up")
    #expect(session.text.contains("can't explain stage8: Grad-CAM can"))
    let row = session.state.camScreen.methodRows.first { $0.text == "CAM" }
    #expect(row?.isPossible == false && row?.note == "stage9 only")
    session.press("esc L L")
    #expect(session.state.camScreen.layer == "stage1")
  }

  @Test("No class is its own rival")
  func rivals() {
    var session = Scripted(120, 40)
    session.press("5 W")
    session.type("tabby")
    #expect(session.text.contains("no class has this name or index"))
    session.press("enter")
    #expect(shown(session)?.versus == nil)
    session.press("c W")
    session.type("tabby")
    session.press("enter")
    #expect(shown(session)?.versus == 280 && shown(session)?.target == 281)
  }

  @Test("While a method runs, its pane has its title and no other numbers")
  func waiting() {
    var session = Scripted(120, 24)
    session.press("5")
    #expect(session.text.contains("CAM · stage9") && session.text.contains("range"))
    var state = session.state
    _ = state.update(.key(.character("M")))
    #expect(state.jobs.running[MapJob.kind] != nil)
    for _ in 0..<4 { _ = state.update(.tick) }
    session.state = state
    #expect(session.text.contains("Grad-CAM · stage9"))
    for number in ["range", "took", "peak", "12.0"] {
      #expect(!session.text.contains(number), "\(number) in \(session.text)")
    }
  }

  @Test("Strength, scale and share stand beside the map")
  func strength() {
    var session = Scripted(120, 40)
    session.press("5")
    #expect(session.text.contains("own scale"))
    #expect(session.text.contains("the map accounts for 99.7 %"), "\(session.text)")
    session.press("M c c c c c c c c")
    #expect(session.text.contains("peak 2.40: 20 % of tabby's, weak"), "\(session.text)")
    session.press("u")
    #expect(session.text.contains("scale of tabby"))
    session.press("u")
    #expect(session.text.contains("scale of stages 5 to 9") && session.text.contains("one scale"))
    session.press("u")
    #expect(session.text.contains("own scale"))
  }

  @Test("Large screens hold the strip of stages and the curves")
  func room() {
    var session = Scripted(200, 60)
    session.press("5")
    #expect(session.text.contains("Grad-CAM of tabby over stages 5 to 9"))
    #expect(session.text.contains("stage5 peak 12.0"))
    #expect(session.text.contains("probability of tabby"))
    #expect(session.text.contains("coffee mug"))
    session.click(on: "stage6 peak")
    #expect(shown(session)?.layer == "stage6" && shown(session)?.method == "grad-cam")
    session.press("i")
    #expect(session.footer.contains("on the screen already"))
  }

  @Test(
    "Alpha, legend and cells of a pixel map have rows of their own",
    arguments: [(60, 34), (80, 24), (100, 30), (120, 40), (200, 60)])
  func pixelMap(columns: Int, rows: Int) throws {
    var session = Scripted(columns, rows)
    session.press("5 M M M M")
    #expect(shown(session)?.method == "saliency")
    #expect(session.text.contains("own scale"), "\(session.text)")
    #expect(session.lines.contains { $0.contains("alpha") && $0.contains("━") })
    #expect(session.text.contains("input, 96×96"))
    let canvas = session.state.canvas
    let alpha = try #require(canvas.area(of: .alpha))
    if let cells = canvas.area(of: .mapCells) {
      #expect(alpha.maxY <= cells.y && cells.maxY < rows)
      // Cells keep the shape of the map, two columns each.
      #expect(cells.width == 2 * cells.height)
    }
  }

  @Test("Maps of random weights are called untrained", arguments: [(80, 24), (200, 60)])
  func untrained(columns: Int, rows: Int) {
    var session = Scripted(columns, rows)
    session.state.subject.network = AskedNetwork("b0", checkpoint: "random:1")
    session.press("5")
    #expect(session.text.contains("untrained: random weights"))
    session.press("x")
    #expect(session.text.contains(" untrained "))
  }

  @Test("The grey surround says what it is", arguments: [(80, 24), (120, 40), (200, 60)])
  func surround(columns: Int, rows: Int) {
    let session = Scripted(columns, rows).pressing("5")
    #expect(session.text.contains("cut away"))
  }

  @Test("The grid starts on the map of the screen, and its numbers have names")
  func grid() {
    var session = Scripted(80, 24, variant: "b0")
    session.press("5 x")
    #expect(session.text.contains("stage9") && session.text.contains("peak 12.0"))
    let grid = session.state.camScreen.grid
    #expect(grid?[0, 8] != nil && session.state.screens.cam.gridCursor == Point(8, 0))
  }

  @Test("Plain numbers have no curves, and the key says why")
  func linear() {
    var work = FakeWork()
    work.outputs = .linear
    var session = Scripted(200, 60, work: work)
    session.press("5")
    #expect(session.text.contains("outputs are plain numbers"))
    session.press("i")
    #expect(session.footer.contains("the curves follow a probability"))
    #expect(session.state.screens.cam.maps.curves.isEmpty)
  }
}
