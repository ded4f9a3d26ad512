import Attribution
import Explanations
import Explorer
import Imaging
import Tensors
import Terminal
import Testing

@Suite("Terminal cells have the colours of PNG files")
struct HeatTests {
  @Test("Each half cell is a pixel of the file's overlay", arguments: [false, true])
  func cells(isSigned: Bool) throws {
    var session = Scripted(60, 28)
    session.state.look.isSigned = isSigned
    session.press("5")
    let state = session.state
    let (map, canvas) = (try #require(state.screens.cam.shown?.map), state.canvas)
    #expect(map.minimum < 0)
    let place = try #require(canvas.area(of: .map))
    let subject = state.subject
    let preview = try #require(subject.picture).preview
      .scaled(toWidth: place.width, height: 2 * place.height)
    let region = try #require(subject.currentAnswer).region
    let (width, height) = (Double(preview.width), Double(preview.height))
    var style = OverlayStyle()
    style.colorMap = isSigned ? .coolwarm : .inferno
    let seen = Rectangle(
      x: region.x * width, y: region.y * height, width: region.width * width,
      height: region.height * height)
    let expected = style.draw(
      DisplayScale(own: map, isSigned: isSigned).scaled(map),
      over: Picture(width: preview.width, height: preview.height, pixels: preview.bytes), in: seen)
    let columns = try #require(seen.pixels(in: expected.size))
    for y in 0..<place.height {
      for x in columns.x..<columns.x + columns.width {
        let cell = try #require(canvas.frame[place.x + x, place.y + y])
        let halves = [cell.style.foreground.rgb, cell.style.background.rgb]
        for (half, color) in halves.enumerated() {
          let pixel = expected[x, 2 * y + half]
          #expect(color == RGB(pixel.red, pixel.green, pixel.blue), "column \(x), row \(y)")
        }
      }
    }
  }
}
