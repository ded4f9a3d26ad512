import Terminal
import Testing

@Suite("Pictures become characters")
struct PicturesTests {
  private let quarters = Pixels(
    width: 2, height: 2,
    bytes: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])

  @Test("Half blocks show two exact colours per cell")
  func half() {
    var frame = Frame(Size(2, 1))
    PicturePainter(glyphs: .half).draw(
      quarters, in: Rect(0, 0, 2, 1), of: &frame, background: .terminal)
    #expect(frame.lines == ["▀▀"])
    #expect(frame[0, 0]?.style == Style(.rgb(RGB(255, 0, 0)), on: .rgb(RGB(0, 0, 255))))
    #expect(frame[1, 0]?.style == Style(.rgb(RGB(0, 255, 0)), on: .rgb(RGB(255, 255, 255))))
  }

  @Test("Mosaics divide a cell into bright and dark pixels")
  func mosaics() {
    let checker = Pixels(
      width: 2, height: 2,
      bytes: [255, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 255])
    var frame = Frame(Size(1, 1))
    PicturePainter(glyphs: .quadrant).draw(
      checker, in: Rect(0, 0, 1, 1), of: &frame, background: .terminal)
    #expect(frame.lines == ["▚"])
    let left = Pixels(
      width: 2, height: 3, bytes: (0..<3).flatMap { _ in [250, 250, 250, 5, 5, 5] as [UInt8] })
    PicturePainter(glyphs: .sextant).draw(
      left, in: Rect(0, 0, 1, 1), of: &frame, background: .terminal)
    #expect(frame.lines == ["▌"])
    var corner = left
    corner[1, 0] = RGB(250, 250, 250)
    PicturePainter(glyphs: .sextant).draw(
      corner, in: Rect(0, 0, 1, 1), of: &frame, background: .terminal)
    #expect(frame.lines == ["\u{1FB15}"])
  }

  @Test("Without colours, characters show the brightness")
  func density() {
    let ramp = Pixels(width: 3, height: 1, bytes: [0, 0, 0, 128, 128, 128, 255, 255, 255])
    var frame = Frame(Size(3, 1))
    PicturePainter(glyphs: .half, colors: .none).draw(
      ramp, in: Rect(0, 0, 3, 1), of: &frame, background: .terminal)
    #expect(frame.lines == [" +@"])
  }

  @Test("A picture keeps its proportions in cells twice as high as wide")
  func place() {
    let area = Rect(0, 0, 80, 20)
    #expect(PicturePainter.place(width: 400, height: 400, in: area) == Rect(20, 0, 40, 20))
    #expect(PicturePainter.place(width: 800, height: 100, in: area) == Rect(0, 7, 80, 5))
    #expect(PicturePainter.place(width: 1, height: 9000, in: area).width == 1)
    #expect(PicturePainter.place(width: 9000, height: 1, in: area).height == 1)
    #expect(PicturePainter.place(width: 0, height: 5, in: area).isEmpty)
    #expect(PicturePainter.place(width: 5, height: 5, in: Rect(0, 0, 0, 9)).isEmpty)
  }

  @Test("Reducing averages pixels, enlarging repeats them")
  func scaling() {
    #expect(quarters.scaled(toWidth: 1, height: 1)[0, 0] == RGB(128, 128, 128))
    let large = quarters.scaled(toWidth: 4, height: 4)
    #expect(large[1, 1] == RGB(255, 0, 0) && large[3, 3] == RGB(255, 255, 255))
    #expect(quarters.scaled(toWidth: 0, height: 3).bytes.isEmpty)
    #expect(Pixels(width: 0, height: 0, bytes: []).scaled(toWidth: 2, height: 1).bytes.count == 6)
  }

  @Test("A braille plot joins points with dots")
  func braille() {
    var frame = Frame(Size(4, 1))
    BraillePlot(
      [.init([(0, 0), (1, 1)], color: .terminal)], x: 0...1, y: 0...1, background: .terminal
    ).draw(in: frame.bounds, of: &frame)
    #expect(frame.lines == ["⣀⡠⠔⠊"])
  }
}
