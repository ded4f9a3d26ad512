import Terminal
import Testing

@Suite("A frame clips whatever is drawn into it")
struct FrameTests {
  private let red = Style(.rgb(RGB(255, 0, 0)))

  @Test("Text is clipped at the edges, and wide characters are never halved")
  func clipping() {
    var frame = Frame(Size(6, 2))
    frame.put("abcdefgh", 3, 0, red)
    frame.put("写真写真", -1, 1, red)
    #expect(frame.lines == ["   abc", " 真写"])
    frame.put("写", 5, 0, red)
    #expect(frame.lines[0] == "   abc")
    frame.put("xyz", 0, 7, red)
    frame.put("xyz", 0, -1, red)
  }

  @Test("Overwriting half of a wide character blanks the other half")
  func halves() {
    var frame = Frame(Size(4, 1))
    frame.put("写真", 0, 0, red)
    frame.put("a", 1, 0, red)
    #expect(frame.lines == [" a真"])
    frame.put("b", 2, 0, red)
    #expect(frame.lines == [" ab"])
    frame.put("写", 0, 0, red)
    frame.fill(Rect(0, 0, 1, 1), red, "x")
    #expect(frame[1, 0]?.isContinuation == false)
  }

  @Test("An area limits text on both sides")
  func area() {
    var frame = Frame(Size(10, 1))
    frame.put("0123456789", 0, 0, red, in: Rect(2, 0, 4, 1))
    #expect(frame.lines == ["  2345"])
  }

  @Test(
    "Every widget draws into areas of any size",
    arguments: [(0, 0), (1, 1), (2, 2), (3, 9), (9, 3)])
  func anySize(columns: Int, rows: Int) {
    let plain = Style()
    let widgets: [any Widget] = [
      Box(
        title: Line("Title", plain), note: Line("n", plain), caption: Line("c", plain),
        border: plain),
      Table(
        columns: [.init("A", 4), .init("B", 3, isFlexible: true), .init("C", 9, dropOrder: 1)],
        rows: (0..<20).map { [.text("\($0)", plain), .bar(0.5, .terminal), .text("写真", plain)] },
        selected: 13, heading: plain, ordinary: plain, selection: plain, track: .terminal),
      Bar(value: .nan, color: .terminal, track: .terminal, background: .terminal),
      Sparkline([0, 1, .infinity, 3], style: plain),
      BraillePlot(
        [.init([(0, 0), (.nan, 1), (1, 1)], color: .terminal)], x: 0...1, y: 0...0,
        background: .terminal),
    ]
    for widget in widgets {
      var frame = Frame(Size(columns, rows))
      widget.draw(in: frame.bounds, of: &frame)
      widget.draw(in: Rect(-3, -2, 50, 50), of: &frame)
      var untouched = Frame(Size(12, 12))
      widget.draw(in: Rect(1, 1, columns, rows), of: &untouched)
      for y in 0..<12 {
        for x in 0..<12 where !Rect(1, 1, columns, rows).contains(Point(x, y)) {
          #expect(untouched[x, y] == Cell(" ", plain), "\(type(of: widget)) drew outside")
        }
      }
    }
  }

  @Test("A table drops its least important columns first and keeps the selection visible")
  func table() {
    let plain = Style()
    let table = Table(
      columns: [
        .init("Name", 6), .init("Value", 6, .trailing, dropOrder: 1), .init("X", 6, dropOrder: 2),
      ],
      rows: (0..<9).map {
        [.text("row\($0)", plain), .text("\($0)", plain), .text("x", plain)]
      },
      selected: 8, heading: plain, ordinary: plain, selection: plain, track: .terminal)
    var frame = Frame(Size(14, 4))
    table.draw(in: frame.bounds, of: &frame)
    #expect(
      frame.lines == ["Name    Value", "row6        6", "row7        7", "row8        8▐"])
  }

  @Test("A box draws title, note and caption in its border")
  func box() {
    let plain = Style()
    var frame = Frame(Size(20, 3))
    Box(
      title: Line("Photo", plain), note: Line("7×7", plain), caption: Line("caption", plain),
      border: plain
    ).draw(in: frame.bounds, of: &frame)
    #expect(
      frame.lines == ["╭─ Photo ──── 7×7 ─╮", "│                  │", "╰─ caption ────────╯"])
  }
}
