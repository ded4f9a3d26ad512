import Terminal
import Testing

@Suite("A line of text can be edited")
struct TextFieldTests {
  private func typed(_ keys: [String], into text: String = "") -> TextField {
    var field = TextField(text)
    for key in keys { _ = field.handle(Key(name: key) ?? Key(.insert)) }
    return field
  }

  @Test("Typing, moving and deleting")
  func editing() {
    #expect(typed(["a", "b", "left", "c"]).text == "acb")
    #expect(typed(["backspace", "home", "delete"], into: "abc").text == "b")
    #expect(typed(["ctrl-w"], into: "out/chelsea cam.png").text == "out/chelsea ")
    #expect(typed(["ctrl-u"], into: "abc").text == "")
    #expect(typed(["backspace", "left", "delete", "right"]).text == "")
  }

  @Test("Pasted control characters are left out")
  func pasting() {
    var field = TextField()
    field.insert("a\u{1B}[31m\nb")
    #expect(field.text == "a[31mb")
  }

  @Test("The cursor stays in view of a narrow field")
  func narrow() {
    let field = TextField("写真写真写真")
    for width in 0..<6 {
      var frame = Frame(Size(width, 1))
      field.draw(in: frame.bounds, of: &frame, style: Style())
      if width > 0 { #expect(frame.cursor.map { $0.x < width } == true) }
    }
  }
}
