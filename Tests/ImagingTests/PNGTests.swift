import Imaging
import Testing

@Suite struct PNGTests {
  @Test(arguments: [(1, 1), (1, 70), (70, 1), (33, 17), (300, 200)])
  func decodingAnEncodedPictureGivesTheSamePixels(_ width: Int, _ height: Int) throws {
    let picture = generatedPicture(width, height, seed: 5)
    #expect(try Picture.decode(picture.encodedPNG()) == picture)
  }

  @Test func alphaIsWrittenToo() throws {
    let pixels = generatedPicture(4, 3, seed: 1).pixels + generatedPicture(4, 1, seed: 2).pixels
    let picture = Picture(width: 4, height: 3, channels: 4, pixels: pixels)
    let file = try picture.encodedPNG()
    #expect(file[25] == 6, "colour type")
    let rgb = try Picture.decode(file)
    #expect(rgb[3, 2] == picture[3, 2])
  }

  @Test func theSamePictureGivesTheSameBytes() throws {
    let picture = generatedPicture(120, 80, seed: 9)
    let text = [PNGText(keyword: "Software", text: "effscope")]
    #expect(try picture.encodedPNG(text: text) == picture.encodedPNG(text: text))
  }

  @Test func textsComeBackInOrder() throws {
    let texts = [
      PNGText(keyword: "Software", text: "effscope"), PNGText(keyword: "empty", text: ""),
      PNGText(
        keyword: "Ünïcode".replacing("Ü", with: "U").replacing("ï", with: "i"), text: "Kätzchen 猫 🐈"
      ),
      PNGText(keyword: "lines", text: "one\ntwo\tthree"),
      PNGText(keyword: "Software", text: "again"),
    ]
    let picture = generatedPicture(9, 9, seed: 3)
    let file = try picture.encodedPNG(text: texts)
    #expect(try PNGText.all(in: file) == texts)
    #expect(try Picture.decode(file) == picture)
  }

  @Test func aNULInATextIsLeftOut() throws {
    let file = try generatedPicture(1, 1, seed: 1)
      .encodedPNG(text: [PNGText(keyword: "k", text: "a\0b")])
    #expect(try PNGText.all(in: file).map(\.text) == ["ab"])
  }

  @Test func latinTextsOfOtherProgramsAreRead() throws {
    let file = try Fixtures.bytes("decoding/rgb8-text-after.png")
    #expect(try PNGText.all(in: file) == [PNGText(keyword: "Comment", text: "later")])
  }

  @Test func aChangedTextIsNoticed() throws {
    var file = try generatedPicture(3, 3, seed: 3)
      .encodedPNG(text: [PNGText(keyword: "method", text: "grad-cam")])
    let letter = try #require(file.firstIndex(of: UInt8(ascii: "g")))
    file[letter] = UInt8(ascii: "G")
    #expect(throws: ImagingError.self) { try PNGText.all(in: file) }
  }

  @Test func textsAreReadFromPNGOnly() throws {
    #expect(throws: ImagingError.empty) { try PNGText.all(in: []) }
    #expect(throws: ImagingError.self) {
      try PNGText.all(in: Fixtures.bytes("decoding/ycc420.jpg"))
    }
  }
}
