import Explorer
import Terminal
import Testing

@Suite("Keys do what the help says")
struct KeyScriptTests {
  @Test("Digits switch screens, and the tab shows it")
  func digits() {
    var session = Scripted()
    for screen in ScreenID.allCases where screen != .gallery {
      session.press("\(screen.rawValue)")
      #expect(session.state.screen == screen)
    }
  }

  @Test("Opening a photograph classifies it; CAM explains the best class")
  func opening() {
    var session = Scripted()
    #expect(session.state.subject.currentAnswer?.classes.first?.label == "tabby")
    #expect(session.state.screens.cam.shown == nil)
    session.press("5")
    #expect(session.state.screens.cam.shown?.question.target == 280)
    #expect(session.text.contains("tabby (280)"))
  }

  @Test("Classes, methods, layers, colours and alpha change the map")
  func camKeys() {
    var session = Scripted()
    session.press("5 c")
    #expect(session.state.screens.cam.shown?.question.target == 281)
    session.press("C C")
    #expect(session.state.screens.cam.shown?.question.target == 289)
    session.press("{ {")
    #expect(session.footer.contains("CAM explains stage9 only: Grad-CAM at stage8"))
    #expect(session.state.screens.cam.shown?.question.method == "grad-cam")
    #expect(session.state.screens.cam.shown?.question.layer == "stage7")
    session.press("} } }")
    #expect(session.state.screens.cam.shown?.question.layer == "stage1")
    session.press("p")
    #expect(session.state.look.colorMap == "viridis")
    session.press("P")
    #expect(session.state.look.colorMap == "inferno")
    session.press("+ + - a")
    #expect(session.state.look.alpha == 0.6)
    #expect(session.state.look.isSigned)
  }

  @Test("The reading cursor starts at the peak and reads values")
  func probe() {
    var session = Scripted()
    session.press("5 right")
    #expect(session.state.screens.cam.probe == Point(1, 3))
    session.press("k k k k k right")
    #expect(session.state.screens.cam.probe == Point(2, 0))
    #expect(session.text.contains("row 1, column 3"))
    session.press("esc")
    #expect(session.state.screens.cam.probe == nil)
  }

  @Test("Exporting asks for a name, and before it replaces a file")
  func export() {
    var session = Scripted()
    session.press("5 e")
    #expect(session.text.contains("chelsea-cam-stage9-280.png"))
    session.press("ctrl-u")
    session.type("taken.png")
    session.press("enter")
    #expect(session.text.contains("This file exists"))
    session.press("enter")
    #expect(session.footer.contains("wrote taken.png"))
    #expect(session.state.dialog == nil)
  }

  @Test("A class is found by name or index")
  func classes() {
    var session = Scripted()
    session.press("4 /")
    session.type("mug")
    session.press("enter")
    #expect(session.state.screen == .cam)
    #expect(session.state.camScreen.targetClass?.label == "coffee mug")
    session.press("/")
    session.type("283")
    session.press("enter")
    #expect(session.state.camScreen.targetClass?.index == 283)
  }

  @Test("The filter of networks narrows, keeps and clears")
  func filter() {
    var session = Scripted()
    session.press("1 /")
    session.type("lite")
    #expect(session.state.screens.variants.rows.map(\.name) == ["lite0", "lite1"])
    session.press("q")
    #expect(session.state.screens.variants.rows.isEmpty)
    session.press("backspace enter j")
    #expect(session.state.screens.variants.current?.name == "lite1")
    session.press("n")
    #expect(session.state.screens.variants.current?.name == "lite0")
    session.press("esc")
    #expect(session.state.screens.variants.rows.map(\.name) == ["b0", "lite0", "lite1"])
  }

  @Test("A network without weights asks; pulling installs and uses it")
  func weights() {
    var session = Scripted()
    session.press("1 v")
    session.state.screens.variants.cursor = "b4"
    session.press("enter")
    #expect(session.text.contains("No weights for b4"))
    #expect(!session.text.contains("Download them now"))
    session.press("enter")
    #expect(session.state.subject.network == AskedNetwork("b4", checkpoint: "random:0"))
    #expect(session.state.subject.currentAnswer?.isUntrained == true)
    session.press("4")
    #expect(session.text.contains("untrained"))

    session.press("1 d")
    #expect(session.footer.contains("no weights of b4 are published"))
    session.state.screens.variants.cursor = "lite1"
    session.press("d")
    #expect(session.footer.contains("there is no network"))
  }

  @Test("Sorting goes through the columns")
  func sorting() {
    var session = Scripted()
    session.press("1 s")
    #expect(session.state.screens.variants.rows.first?.name == "lite0")
    session.press("s s")
    #expect(session.state.screens.variants.rows.first?.name == "b0")
  }

  @Test("Stages open into blocks and points, and close again")
  func architecture() {
    var session = Scripted(variant: "b0")
    session.press("2")
    let stages = session.state.screens.architecture.rows.count
    #expect(stages == 9)
    session.press("j j l j l j")
    #expect(session.state.screens.architecture.current?.name == "expand")
    #expect(session.text.contains("stage3.block1"))
    session.press("h h h h")
    #expect(session.state.screens.architecture.current?.place == .stage(3))
    #expect(session.state.screens.architecture.rows.count == stages)
    session.press(">")
    #expect(session.state.screens.architecture.resolution == 256)
    #expect(session.text.contains("at 256×256"))
    session.press("< * G")
    #expect(session.state.screens.architecture.current?.name == "classifier")
  }

  @Test("Bars go through the measures; timing fills the last one")
  func measures() {
    var session = Scripted(160, 40, variant: "b0")
    session.press("2")
    #expect(session.state.screens.architecture.measure == .macs)
    session.press("v v")
    #expect(session.state.screens.architecture.measure == .time)
    #expect(session.state.screens.architecture.currentProfile == nil)
    session.press("r")
    #expect(session.state.screens.architecture.currentProfile?.variant == "b0")
    #expect(session.text.contains(" ms"))
    session.press(">")
    #expect(session.state.screens.architecture.currentProfile == nil)
  }

  @Test("Two marked networks stand side by side; one alone says what is missing")
  func comparing() {
    var session = Scripted(100, 40)
    session.press("1 g space x")
    #expect(session.footer.contains("mark two networks or more"))
    session.press("space x")
    #expect(session.text.contains("Compare"))
    #expect(session.state.screens.variants.marked == ["b0", "lite0"])
    #expect(session.text.contains("stage9"))
    session.press("y")
    #expect(session.effects.last == .copy("effscope architecture b0 lite0"))
    session.press("esc")
    #expect(session.state.dialog == nil)
    session.press("g space")
    #expect(session.state.screens.variants.marked == ["lite0"])
  }

  @Test("Files open, directories list, hidden ones show on demand")
  func files() {
    var session = Scripted()
    session.press("6")
    #expect(session.state.screens.files.current?.name == "chelsea.png")
    session.press(".")
    #expect(session.state.subject.picture?.name == "coffee.png")
    session.press("H")
    #expect(session.text.contains(".hidden.png"))
    session.press("g j enter")
    #expect(session.state.screens.files.directory == "/photos/holiday")
    session.press("h")
    #expect(session.state.screens.files.directory == "/photos")
    #expect(session.state.screens.files.current?.name == "holiday")
    session.press("j enter")
    #expect(session.state.screen == .predict)
  }

  @Test("A picture that can't be opened says so and leaves the old one")
  func broken() {
    var session = Scripted(work: FakeWork(broken: ["/photos/coffee.png"]))
    session.press("6 j enter")
    #expect(session.footer.contains("Can't open"))
    #expect(session.state.subject.picture?.name == "chelsea.png")
    #expect(session.state.subject.currentAnswer != nil)
  }

  @Test("Themes preview while choosing; Esc goes back")
  func themes() {
    var session = Scripted()
    session.press("t j")
    #expect(session.state.look.theme.identifier == "paper")
    session.press("esc")
    #expect(session.state.look.theme.identifier == "midnight")
    session.press("t j enter")
    #expect(session.state.look.theme.identifier == "paper")
  }

  @Test("The palette finds a command by a few letters")
  func palette() {
    var session = Scripted()
    session.press(":")
    session.type("arch")
    session.press("enter")
    #expect(session.state.screen == .architecture)
    session.press(":")
    session.type("qui")
    session.press("enter")
    #expect(session.effects.last == .quit)
  }

  @Test("Copying gives the command line that does the same")
  func copying() {
    var session = Scripted()
    session.press("5 c y")
    #expect(
      session.effects.last
        == .copy(
          "effscope cam /photos/chelsea.png --variant lite0 --class 281 "
            + "--output chelsea-cam-stage9-281.png"))
    #expect("it's".shellQuoted == "'it'\\''s'")
    #expect("写真 1.png".shellQuoted == "'写真 1.png'")
  }

  @Test("Leaving keys reach the program")
  func program() {
    var session = Scripted()
    session.press("ctrl-z")
    #expect(session.effects.last == .suspend)
    session.press("ctrl-l")
    #expect(session.effects.last == .redraw)
    session.press("ctrl-c")
    #expect(session.effects.last == .quit)
  }

  @Test("Ctrl-C cancels what is running before it quits")
  func interrupt() {
    var state = State(
      size: Size(80, 24), network: AskedNetwork("lite0"), picture: "/a.png", directory: "/",
      methods: [])
    _ = state.start()
    var effects: [Effect] = []
    for _ in 0..<3 { effects += state.update(.key(.control("c"))) }
    #expect(effects.contains { if case .cancel = $0 { true } else { false } })
  }

  @Test("The output of a replaced job is dropped")
  func stale() {
    var state = State(
      size: Size(80, 24), network: AskedNetwork("lite0"), picture: "/a.png", directory: "/",
      methods: [])
    let first = state.start().compactMap { effect -> (job: PictureJob, id: Int)? in
      guard case .start(let job, let id) = effect, let picture = job.base as? PictureJob else {
        return nil
      }
      return (picture, id)
    }
    state.subject.wantedPicture = "/b.png"
    _ = state.update(.resized(Size(80, 24)))
    let late = PictureFacts(
      path: "/a.png", width: 1, height: 1,
      preview: Pixels(width: 1, height: 1, filling: RGB(0, 0, 0)))
    _ = state.update(.finished(id: first[0].id, first[0].job.result(late)))
    #expect(state.subject.picture == nil)
  }

  @Test("Clicks choose tabs, rows, sliders, cells and hints")
  func mouse() {
    var session = Scripted()
    session.click(on: "CAM")
    #expect(session.state.screen == .cam)
    session.click(on: "tiger cat")
    #expect(session.state.camScreen.targetClass?.label == "tiger cat")
    session.click(on: "Vars")
    session.press("v")
    session.click(on: "resnet-50")
    #expect(session.state.screens.variants.current?.name == "resnet-50")
    session.click(on: "s sort")
    #expect(session.state.screens.variants.order == .parameters)
    session.click(on: "commands")
    #expect(session.state.dialog != nil)
    session.click(0, 12)
    #expect(session.state.dialog == nil)
  }
}
