import Explorer
import Imaging
import Terminal
import Testing

@Suite("Exporting asks what, how large and how")
struct ExportScriptTests {
  private func dialog(_ session: Scripted) throws -> ExportDialog {
    guard case .export(let dialog) = session.state.dialog else {
      throw FakeWork.failure("no dialog is open")
    }
    return dialog
  }

  @Test("Each line changes by its keys, and the command line follows")
  func lines() throws {
    var session = Scripted(100, 30)
    session.press("5 e")
    #expect(session.text.contains("‹ overlay (PNG) ›"))
    #expect(session.text.contains("450×300 pixels, 100 %"))
    session.press("down right")
    #expect(try dialog(session).kind == .heatmap)
    #expect(session.text.contains("--alpha 1"))
    session.press("down right")
    #expect(try dialog(session).size == 1)
    #expect(session.text.contains("225×150 pixels, 50 %") && session.text.contains("--side 225"))
    session.press("tab space")
    #expect(try dialog(session).hasLegend)
    #expect(session.text.contains("--legend"))
    session.press("down left")
    #expect(try dialog(session).colorMap == ColorMap.names.last)
    #expect(session.text.contains("--colormap \(ColorMap.names.last ?? "")"))
    session.press("down")
    #expect(try dialog(session).field == .path)
    session.press("enter")
    #expect(session.footer.contains("wrote chelsea-cam-stage9-280.png"))
  }

  @Test("Raw values have a name, and no looks")
  func values() throws {
    var session = Scripted(100, 30)
    session.press("5 e down left")
    #expect(try dialog(session).kind == .values)
    #expect(try dialog(session).path.text == "chelsea-cam-stage9-280.npy")
    session.press("down")
    #expect(try dialog(session).field == .path)
    #expect(session.text.contains("--save-map chelsea-cam-stage9-280.npy"))
    #expect(!session.text.contains("--output"))
    session.press("down right")
    #expect(try dialog(session).path.text == "chelsea-cam-stage9-280.png")
  }

  @Test("A file that exists is named, with all choices kept, before it is replaced")
  func replacing() throws {
    var session = Scripted(100, 30)
    session.press("5 e ctrl-u")
    session.type("taken.png")
    session.press("down down right enter")
    #expect(session.text.contains("This file exists"))
    #expect(try dialog(session).size == 1)
    session.press("down right")
    #expect(try !dialog(session).confirmsReplacing)
    session.press("enter enter")
    #expect(session.footer.contains("wrote taken.png"))
  }

  @Test("A signed map is written in colours that have a middle, as the command line says")
  func signed() throws {
    var session = Scripted(100, 30)
    session.press("5 a p e")
    #expect(session.text.contains("‹ coolwarm ›"))
    #expect(session.text.contains("--signed") && !session.text.contains("--colormap"))
  }

  @Test("A name that starts with a dash is joined to its option")
  func dash() {
    var session = Scripted(100, 30)
    session.press("5 e ctrl-u")
    session.type("-map.png")
    #expect(session.text.contains("--output=-map.png"))
  }

  @Test("A click on a line selects it, another one changes it")
  func clicks() throws {
    var session = Scripted(100, 30)
    session.press("5 e")
    session.click(on: "Legend")
    #expect(try dialog(session).field == .legend)
    #expect(try !dialog(session).hasLegend)
    session.click(on: "Legend")
    #expect(try dialog(session).hasLegend)
  }
}
