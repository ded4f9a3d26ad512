import Explorer
import Terminal
import Testing

@Suite("Screens look as recorded")
struct FrameTests {
  static let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)]

  @Test("Variants", arguments: sizes)
  func variants(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("1").expectFrame("variants")
  }

  @Test("Architecture with an open block", arguments: sizes)
  func architecture(columns: Int, rows: Int) {
    Scripted(columns, rows, variant: "b0").pressing("2 j j enter j enter j j")
      .expectFrame("architecture")
  }

  @Test("Step at a feature map", arguments: sizes)
  func step(columns: Int, rows: Int) {
    Scripted(columns, rows, variant: "b0").pressing("3 } } n l").expectFrame("step")
  }

  @Test("Step at a gate", arguments: sizes)
  func stepGate(columns: Int, rows: Int) {
    Scripted(columns, rows, variant: "b0").pressing("3 } } n n n n j").expectFrame("step-gate")
  }

  @Test("Step with one channel enlarged", arguments: sizes)
  func stepChannel(columns: Int, rows: Int) {
    Scripted(columns, rows, variant: "b0").pressing("3 } } } enter l l j").expectFrame(
      "step-channel")
  }

  @Test("Predict", arguments: sizes)
  func predict(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("4 j").expectFrame("predict")
  }

  @Test("CAM with the reading cursor", arguments: sizes)
  func cam(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("5 right j").expectFrame("cam")
  }

  @Test("Files", arguments: sizes)
  func files(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("6").expectFrame("files")
  }

  @Test("Scaling by the compound rule", arguments: sizes)
  func scaling(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("7 l l l").expectFrame("scaling")
  }

  @Test("Scaling one dimension, with its sweep", arguments: sizes)
  func scalingSweep(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("7 B D j l l r v tab").expectFrame("scaling-sweep")
  }

  @Test("Figure 8 with the sliders' network", arguments: [(80, 24), (120, 40)])
  func scalingFigure(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("7 v v v v tab").expectFrame("scaling-figure8")
  }

  @Test("The grid search and the budget", arguments: ["search", "budget"])
  func scalingPages(page: String) {
    Scripted(80, 24).pressing(page == "search" ? "7 V V tab j" : "7 V tab").expectFrame(
      "scaling-\(page)")
  }

  @Test("Sliders that ask for too much say so")
  func scalingRefused() {
    Scripted(80, 24).pressing("7 G j G").expectFrame("scaling-refused")
  }

  @Test("Table 2 sorted and filtered", arguments: sizes)
  func results(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("8 s s s j").expectFrame("results")
  }

  @Test("Table 2 as a diagram with an own network", arguments: sizes)
  func resultsPlot(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("1 g space 8 X X i").expectFrame("results-plot")
  }

  @Test(
    "Tables 3 to 7 at the usual size", arguments: ["scaling", "latency", "transfer", "cam"])
  func otherResults(topic: String) {
    let keys = ["scaling": "8 v", "latency": "8 v v r", "transfer": "8 v v v l l l", "cam": "8 V"]
    Scripted(80, 24).pressing(keys[topic] ?? "").expectFrame("results-\(topic)")
  }

  @Test("Settings", arguments: sizes)
  func settings(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("9 j j").expectFrame("settings")
  }

  @Test("The first start", arguments: [(40, 12), (80, 24)])
  func welcome(columns: Int, rows: Int) {
    var session = Scripted(columns, rows, picture: nil)
    session.state.dialog = .welcome(WelcomeDialog())
    session.expectFrame("welcome")
  }

  @Test("A grid of maps", arguments: sizes)
  func grid(columns: Int, rows: Int) {
    Scripted(columns, rows, variant: "b0").pressing("5 x j left").expectFrame("cam-grid")
  }

  @Test("Networks side by side", arguments: sizes)
  func comparison(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("1 g space space x").expectFrame("compare")
  }

  @Test("Help", arguments: sizes)
  func help(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("5 ?").expectFrame("help")
  }

  @Test("What lies in front", arguments: ["palette", "themes", "classes", "export", "weights"])
  func overlays(name: String) {
    let keys = [
      "palette": ": t h e", "themes": "t j", "classes": "5 / c a t", "export": "5 e",
      "weights": "1 v G enter",
    ]
    Scripted(80, 24, variant: "lite1").pressing(
      name == "classes" || name == "export" ? "1 k enter" : ""
    )
    .pressing(keys[name] ?? "").expectFrame(name)
  }

  @Test("A map without colours is drawn in digits")
  func mono() {
    let look = Look(painter: PicturePainter(glyphs: .half, colors: .none))
    Scripted(80, 24, look: look).pressing("5").expectFrame("cam-mono")
  }
}

extension Scripted {
  /// The explorer after some keys.
  func pressing(_ names: String) -> Scripted {
    var copy = self
    copy.press(names)
    return copy
  }
}
