import Imaging
import Testing

/// What decoding a picture may cost: pixels, memory and passes over it.
@Suite struct PictureLimitTests {
  private func error(_ bytes: [UInt8], memory: Int? = nil) -> ImagingError? {
    do throws(ImagingError) {
      _ = try Picture.decode(bytes, memoryLimit: memory)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("decoding/rgb8.png", 6), ("formats/plain.gif", 6), ("formats/rgb.bmp", 6),
    ("formats/tiles.tif", 9), ("decoding/ycc420.jpg", 12), ("decoding/lossless.webp", 12),
    ("decoding/animation.webp", 12), ("formats/colour.heic", 18), ("formats/half.avif", 18),
  ])
  func memoryIsCheckedBeforeItIsTaken(name: String, bytesPerPixel: Int) throws {
    let bytes = try Fixtures.bytes(name)
    let size = try Picture.decode(bytes, keepingOrientation: true).size
    let needed = size.width * size.height * bytesPerPixel
    #expect(error(bytes, memory: needed) == nil)
    #expect(
      error(bytes, memory: needed - 1)
        == .tooMuchMemory(
          width: size.width, height: size.height, needed: needed, limit: needed - 1))
    #expect(Picture.decodingBytes(bytes, pixelLimit: 1_000_000) == needed)
    #expect(Picture.decodingBytes(bytes, pixelLimit: 10) == 0)
  }

  @Test func sixteenBitGreyIsDecodedTwice() throws {
    let bytes = try Fixtures.bytes("decoding/grey16.png")
    let size = try Picture.decode(bytes).size
    #expect(
      Picture.decodingBytes(bytes, pixelLimit: 1_000_000) == size.width * size.height * 12)
  }

  /// A progressive JPEG whose last scan stands in it `count` times more.
  private func repeated(_ count: Int) throws -> [UInt8] {
    let bytes = try Fixtures.bytes("formats/spectral.jpg")
    let mark = try #require(
      bytes.indices.dropLast().last { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
    let scan = bytes[mark..<bytes.count - 2]
    return bytes.dropLast(2) + (0..<count).flatMap { _ in scan } + bytes.suffix(2)
  }

  @Test func theScansOfAProgressiveFileAreBounded() throws {
    #expect(error(try repeated(400)) == nil)
    #expect(error(try repeated(600)) == .tooMuchWork(.jpeg, detail: "more than 500 scans"))
  }

  @Test func theStandardLimitIsAHundredMillionPixels() throws {
    #expect(Picture.standardPixelLimit == 100_000_000)
    var bytes = try Fixtures.bytes("formats/plain.gif")
    bytes.replaceSubrange(6..<10, with: [0x10, 0x27, 0x11, 0x27])
    #expect(error(bytes) == .tooManyPixels(width: 10000, height: 10001, limit: 100_000_000))
  }
}
