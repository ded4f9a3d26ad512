import Foundation
import Imaging
import Tensors
import Testing

/// GIF, BMP, TIFF, HEIC and AVIF against Pillow; the files are written by Tests/Golden/imaging_formats.py.
@Suite struct FormatTests {
  static let rows = (try? Fixtures.table("formats.csv")) ?? []

  @Test func theFixturesAreAllThere() { #expect(Self.rows.count == 57) }

  @Test(arguments: rows)
  func picturesEqualPillows(_ row: [String: String]) throws {
    let name = try #require(row["file"])
    let picture = try Picture.decode(Fixtures.bytes("formats/\(name)"))
    #expect("\(picture.width)×\(picture.height)" == "\(row["width"] ?? "")×\(row["height"] ?? "")")
    #expect(picture.crc == row["crc"])
  }

  /// Chroma of every kind, depth and range, alpha, turned; `half` has chroma at half the size.
  static let avif = [
    "colour", "grey", "half", "wide", "full", "none", "half-limited", "half-alpha",
    "half-premultiplied", "turned2", "turned3", "turned4", "turned5", "turned6", "turned7",
    "turned8", "half-10", "full-12-limited", "half-10-alpha", "wide-12-alpha", "half-bt709",
  ].map { "\($0).avif" }

  @Test(arguments: ["colour.heic", "alpha.heic"] + avif)
  func heifIsWithinTwoLevels(_ name: String) throws {
    let picture = try Picture.decode(Fixtures.bytes("formats/\(name)"))
    let expected = try Picture.decode(Fixtures.bytes("formats/\(name).png"))
    #expect(picture.size == expected.size)
    let largest = zip(picture.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }.max()
    #expect((largest ?? 255) <= 2)
  }

  @Test(arguments: rows.compactMap { $0["file"] })
  func cutFilesAreRefusedOrWhole(_ name: String) throws {
    let bytes = try Fixtures.bytes("formats/\(name)")
    for length in [0, 3, 12, 30, bytes.count / 2] {
      #expect(throws: ImagingError.self) { try Picture.decode(Array(bytes.prefix(length))) }
    }
  }

  @Test func claimedSizesAreHeldAgainstTheLimitBeforeDecoding() throws {
    var bytes = try Fixtures.bytes("formats/screen.gif")
    bytes.replaceSubrange(6..<10, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: ImagingError.tooManyPixels(width: 65535, height: 65535, limit: 1000)) {
      try Picture.decode(bytes, pixelLimit: 1000)
    }
    for name in ["rgb.bmp", "tiles.tif", "colour.heic"] {
      let bytes = try Fixtures.bytes("formats/\(name)")
      #expect(throws: ImagingError.tooManyPixels(width: 29, height: 19, limit: 500)) {
        try Picture.decode(bytes, pixelLimit: 500)
      }
    }
  }

  @Test func sixteenBitGreyIsScaledOnRequest() throws {
    let bytes = try Fixtures.bytes("formats/grey16-l.tif")
    #expect(Picture.isGrey16(bytes))
    #expect(!Picture.isGrey16(try Fixtures.bytes("formats/rgb16-l.tif")))
    let clipped = try Picture.decode(bytes)
    let scaled = try Picture.decode(bytes, scalingGrey: true)
    // Samples are 257 · 8x ÷ 90 here, less a little noise.
    #expect(clipped[28, 0].red == 255)
    #expect((1...3).contains(scaled[28, 0].red))
  }

  @Test func otherKindsAreRefusedByName() {
    func name(_ bytes: [UInt8]) -> ImagingError? {
      do throws(ImagingError) {
        _ = try Picture.decode(bytes)
        return nil
      } catch {
        return error
      }
    }
    let space = [UInt8](repeating: 0, count: 32)
    func box(_ brand: String) -> [UInt8] {
      [0, 0, 0, 16] + Array("ftyp\(brand)".utf8) + [0, 0, 0, 0] + space
    }
    #expect(name([0xFF, 0x0A] + space) == .refused("a JPEG XL"))
    #expect(name([0, 0, 0, 12] + Array("jP  \r\n".utf8) + space) == .refused("a JPEG 2000"))
    #expect(name(box("crx ")) == .refused("a camera's raw file (CR3)"))
    #expect(
      name([0x49, 0x49, 0x2A, 0, 16, 0, 0, 0] + Array("CR".utf8) + space)
        == .refused("a camera's raw file (CR2)"))
    // One directory entry: DNGVersion.
    let dng: [UInt8] = [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 0xC6, 1, 0, 4, 0, 0, 0, 1, 4]
    #expect(name(dng + space) == .refused("a camera's raw file (DNG)"))
  }

  @Test func greyEqualsPillowsLuma() throws {
    let row = try #require(try Fixtures.table("grey.csv").first)
    #expect(generatedPicture(57, 31, seed: 9).grey.crc == row["crc"])
  }

  @Test(arguments: (try? Fixtures.table("letterbox.csv")) ?? [])
  func lettersEqualPillowsPad(_ row: [String: String]) throws {
    func number(_ name: String) -> Int { row[name].flatMap { Int($0) } ?? 0 }
    let target = PixelSize(width: number("to_width"), height: number("to_height"))
    var recipe = PreprocessingRecipe(resize: .inside(target), crop: target)
    recipe.padding = [12, 200, 77]
    let picture = generatedPicture(number("width"), number("height"), seed: 5)
    #expect(recipe.input(from: picture).crc == row["crc"])
  }
}
