import Imaging
import Tensors
import Testing

@Suite struct OverlayTests {
  private let grey = Picture(
    width: 40, height: 30, color: RGBColor(red: 100, green: 100, blue: 100))

  @Test func overlaysEqualThoseOfTheLibraries() throws {
    let rows = try Fixtures.table("overlays.csv")
    #expect(rows.count == 20)
    for row in rows {
      let numbers = ["width", "height", "newWidth", "newHeight", "seed"].compactMap {
        Int(row[$0] ?? "")
      }
      let library = try #require(LibraryOverlay(rawValue: row["library"] ?? ""))
      let picture = generatedPicture(numbers[2], numbers[3], seed: numbers[4])
      let result = library.draw(
        madeMap(numbers[0], numbers[1]), over: picture, imageShare: Double(row["share"] ?? ""))
      #expect(result.crc == row["crc"], "\(library) \(numbers)")
    }
  }

  @Test func flatAlphaMixesPhotographAndColourEverywhere() {
    var overlay = OverlayStyle()
    overlay.colorMap = .grey
    overlay.alpha = 0.25
    let map = ScaledMap(width: 2, height: 1, values: [0, 1])
    overlay.upSampling = .nearest
    let result = overlay.draw(map, over: grey)
    #expect(result[0, 0] == RGBColor(red: 75, green: 75, blue: 75))
    #expect(result[39, 29] == RGBColor(red: 139, green: 139, blue: 139))
  }

  @Test func withoutEvidenceThePhotographStaysUntouched() {
    var overlay = OverlayStyle()
    overlay.alphaMode = .evidence
    let nothing = ScaledMap(width: 3, height: 3, values: .init(repeating: 0, count: 9))
    #expect(overlay.draw(nothing, over: grey) == grey)
    overlay.colorMap = .coolwarm
    let neutral = ScaledMap(
      width: 3, height: 3, values: .init(repeating: 128 / 255, count: 9), neutral: 128 / 255)
    #expect(overlay.draw(neutral, over: grey) == grey)
  }

  @Test func onlyTheSeenRectangleIsColoured() {
    let map = ScaledMap(width: 1, height: 1, values: [1])
    var overlay = OverlayStyle()
    overlay.alpha = 1
    let result = overlay.draw(
      map, over: grey, in: Rectangle(x: 4.5, y: 2.4, width: 10, height: 5.2))
    let last = ColorMap.inferno.colors[255]
    for y in 0..<30 {
      for x in 0..<40 {
        let isInside = (4...14).contains(x) && x < 14 + 1 && (2...7).contains(y)
        let isCentreInside =
          Double(x) + 0.5 >= 4.5 && Double(x) + 0.5 < 14.5 && Double(y) + 0.5 >= 2.4
          && Double(y) + 0.5 < 7.6
        #expect((result[x, y] == last) == isCentreInside, "(\(x), \(y)) \(isInside)")
      }
    }
  }

  @Test func aRectangleBeyondThePictureIsCutOff() {
    let map = ScaledMap(width: 2, height: 2, values: [0, 1, 1, 0])
    let result = OverlayStyle().draw(
      map, over: grey, in: Rectangle(x: -100, y: -50, width: 300, height: 200))
    #expect(result.size == grey.size)
    let outside = OverlayStyle().draw(
      map, over: grey, in: Rectangle(x: 50, y: 0, width: 5, height: 5))
    #expect(outside == grey)
  }

  @Test func contoursFollowTheLevel() {
    var overlay = OverlayStyle()
    overlay.alpha = 0
    overlay.contours = [0.5]
    overlay.lineColor = RGBColor(red: 255, green: 0, blue: 0)
    let map = ScaledMap(width: 2, height: 1, values: [0, 1])
    let result = overlay.draw(map, over: grey)
    for y in 0..<30 {
      for x in 0..<40 {
        #expect((result[x, y] == overlay.lineColor) == (x == 20), "(\(x), \(y))")
      }
    }
  }

  @Test func theFrameSurroundsTheRegion() {
    var overlay = OverlayStyle()
    overlay.alpha = 0
    overlay.upSampling = .nearest
    overlay.boxThreshold = 0.5
    let map = ScaledMap(width: 4, height: 3, values: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    let result = overlay.draw(map, over: grey)
    #expect(result[10, 10] == overlay.lineColor && result[19, 19] == overlay.lineColor)
    #expect(result[9, 10] == grey[0, 0] && result[20, 19] == grey[0, 0])
    #expect(result[12, 12] == grey[0, 0])
  }

  @Test func alphaOfTheNetworksPicturesIsKept() {
    let picture = Picture(
      width: 2, height: 1, channels: 4, pixels: [1, 2, 3, 4, 5, 6, 7, 8])
    let map = ScaledMap(width: 1, height: 1, values: [1])
    let result = OverlayStyle().draw(map, over: picture)
    #expect(result.pixels[3] == 4 && result.pixels[7] == 8)
  }

  @Test func aMapLargerThanThePictureIsSampled() {
    let map = ScaledMap(width: 100, height: 100, values: .init(repeating: 1, count: 10000))
    var overlay = OverlayStyle()
    overlay.alpha = 1
    let result = overlay.draw(map, over: grey)
    #expect(Set(stride(from: 0, to: 3600, by: 3).map { result.pixels[$0] }).count == 1)
  }
}
