import Imaging
import Testing

@Suite struct JPEGWritingTests {
  /// A smooth gradient, which JPEG changes little.
  private var gradient: Picture {
    var picture = Picture(width: 48, height: 32, color: RGBColor(red: 0, green: 0, blue: 0))
    for y in 0..<32 {
      for x in 0..<48 {
        picture[x, y] = RGBColor(red: UInt8(5 * x), green: UInt8(7 * y), blue: UInt8(2 * x + 3 * y))
      }
    }
    return picture
  }

  @Test func decodingAnEncodedPictureGivesNearlyTheSamePixels() throws {
    let decoded = try Picture.decode(try gradient.encodedJPEG(quality: 95))
    #expect(decoded.size == gradient.size)
    let worst = zip(decoded.pixels, gradient.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
    #expect(worst <= 12)
    #expect(try gradient.encodedJPEG(quality: 50).count < gradient.encodedJPEG(quality: 95).count)
  }

  @Test func theCommentIsInTheFile() throws {
    let comment = "method: cam\nclass: tabby"
    let bytes = try gradient.encodedJPEG(comment: comment)
    #expect(try gradient.encodedJPEG(comment: comment) == bytes)
    // COM segment: FF FE, length including its own two bytes, text.
    let marker = [0xFF, 0xFE, 0, UInt8(comment.utf8.count + 2)] + Array(comment.utf8)
    #expect(bytes.indices.contains { bytes[$0...].starts(with: marker) })
    // Longer than one COM segment.
    let long = try gradient.encodedJPEG(comment: String(repeating: "x", count: 70_000))
    #expect(try Picture.decode(long).size == gradient.size)
  }

  @Test func theSizeIsReadFromTheHeader() throws {
    #expect(Picture.claimedSize(try gradient.encodedJPEG()) == gradient.size)
    #expect(Picture.claimedSize(try gradient.encodedPNG()) == gradient.size)
    #expect(Picture.claimedSize(Array("text".utf8)) == nil)
    #expect(Picture.claimedSize([]) == nil)
  }

  @Test func aPictureTooLargeForTheFormatIsRefused() {
    let long = Picture(width: 65_501, height: 1, color: RGBColor(red: 1, green: 2, blue: 3))
    #expect(throws: ImagingError.notEncodable(width: 65_501, height: 1)) {
      try long.encodedJPEG()
    }
  }
}
