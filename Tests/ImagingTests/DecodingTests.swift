import Imaging
import Testing

@Suite struct DecodingTests {
  @Test func theFixturesAreAllThere() {
    #expect(Fixtures.decoding.count == 109)
  }

  @Test(arguments: Fixtures.decoding)
  func everyModeDecodesToPillowsPixels(_ row: [String: String]) throws {
    let name = try #require(row["file"])
    let picture = try Picture.decode(Fixtures.bytes("decoding/\(name)"))
    #expect("\(picture.width)×\(picture.height)" == "\(row["width"] ?? "")×\(row["height"] ?? "")")
    #expect(picture.crc == row["crc"])
  }
}
