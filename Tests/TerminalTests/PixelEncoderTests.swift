import Foundation
import Terminal
import Testing

@Suite("Pixels are written in the terminal's protocol")
struct PixelEncoderTests {
  private static let pixels = Pixels(width: 40, height: 24, filling: RGB(200, 30, 60))

  @Test(
    "Each protocol begins and ends as it should",
    arguments: [
      (PixelProtocol.kitty, "\u{1B}_Ga=T", "\u{1B}\\"),
      (.iterm2, "\u{1B}]1337;File=inline=1", "\u{07}"), (.sixel, "\u{1B}P", "\u{1B}\\"),
    ])
  func framing(format: PixelProtocol, start: String, end: String) throws {
    let picture = try #require(
      PixelEncoder.encode(Self.pixels, format, cells: Size(5, 2), cell: Size(8, 12)))
    #expect(picture.bytes.starts(with: start.utf8))
    #expect(picture.bytes.suffix(end.utf8.count).elementsEqual(end.utf8))
    #expect(picture.size == Size(5, 2) && picture.format == format)
  }

  @Test("The kitty format contains the sizes in cells and pixels")
  func kitty() throws {
    let picture = try #require(
      PixelEncoder.encode(Self.pixels, .kitty, cells: Size(5, 2), cell: nil))
    let head = String(decoding: picture.bytes.prefix(60), as: UTF8.self)
    #expect(head.contains("c=5") && head.contains("r=2"), "\(head)")
  }

  @Test("Rows of any width are encoded without change", arguments: [40, 45, 47])
  func rows(width: Int) throws {
    var pixels = Pixels(width: width, height: 12, filling: RGB(0, 0, 0))
    pixels.transform { x, y, _ in RGB(UInt8(x), UInt8(y), 77) }
    let picture = try #require(
      PixelEncoder.encode(pixels, .kitty, cells: Size(1, 1), cell: Size(width, 12)))
    // Pieces of the form ESC _ G keys ; base64 ESC \\; the first piece has keys only.
    let text = String(decoding: picture.bytes, as: UTF8.self)
    let bytes = text.components(separatedBy: "\u{1B}\\").flatMap { piece in
      // Each piece is encoded separately.
      let payload = piece.split(separator: ";").dropFirst().first.map(String.init)
      return payload.flatMap { Data(base64Encoded: $0) }.map([UInt8].init) ?? []
    }
    #expect(bytes.count == width * 12 * 4)
    for (x, y) in [(0, 0), (width - 1, 0), (0, 1), (3, 7), (width - 1, 11)] {
      let start = (y * width + x) * 4
      #expect(Array(bytes[start..<start + 4]) == [UInt8(x), UInt8(y), 77, 255])
    }
  }

  @Test("An empty image or area gives nil")
  func empty() {
    let none = Pixels(width: 0, height: 0, bytes: [])
    #expect(PixelEncoder.encode(none, .sixel, cells: Size(5, 2), cell: nil) == nil)
    #expect(PixelEncoder.encode(Self.pixels, .kitty, cells: Size(0, 2), cell: nil) == nil)
  }
}
