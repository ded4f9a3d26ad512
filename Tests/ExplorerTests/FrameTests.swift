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

  @Test("Predict", arguments: sizes)
  func predict(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("3 j").expectFrame("predict")
  }

  @Test("CAM with the reading cursor", arguments: sizes)
  func cam(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("4 l j").expectFrame("cam")
  }

  @Test("Files", arguments: sizes)
  func files(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("5").expectFrame("files")
  }

  @Test("Help", arguments: sizes)
  func help(columns: Int, rows: Int) {
    Scripted(columns, rows).pressing("4 ?").expectFrame("help")
  }

  @Test("What lies in front", arguments: ["palette", "themes", "classes", "export", "weights"])
  func overlays(name: String) {
    let keys = [
      "palette": ": t h e", "themes": "t j", "classes": "4 / c a t", "export": "4 e",
      "weights": "1 g enter",
    ]
    Scripted(80, 24, variant: "lite1").pressing(
      name == "classes" || name == "export" ? "1 k enter" : ""
    )
    .pressing(keys[name] ?? "").expectFrame(name)
  }

  @Test("A map without colours is drawn in digits")
  func mono() {
    let look = Look(painter: PicturePainter(glyphs: .half, colors: .none))
    Scripted(80, 24, look: look).pressing("4").expectFrame("cam-mono")
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
