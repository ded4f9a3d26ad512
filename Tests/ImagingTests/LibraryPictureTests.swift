import Imaging
import Tensors
import Testing

/// Compares overlays of raw maps with grad-cam 1.5.7 and torch-cam's formulas
/// (`Tests/Golden/imaging_libraries.py`).
@Suite struct LibraryPictureTests {
  @Test func overlaysOfRawMapsEqualThoseOfTheLibraries() throws {
    let rows = try Fixtures.table("libraries.csv")
    #expect(rows.count == 8)
    for row in rows {
      let library = try #require(LibraryOverlay(rawValue: row["library"] ?? ""))
      let numbers = ["width", "height", "newWidth", "newHeight", "number"].compactMap {
        Int(row[$0] ?? "")
      }
      let offset = try #require(Float(row["offset"] ?? ""))
      let factor = try #require(Float(row["factor"] ?? ""))
      let raw = madeMap(numbers[0], numbers[1]).values.map { ($0 + offset) * factor }
      let drawn = library.draw(
        library.scaled(width: numbers[0], height: numbers[1], raw: raw),
        over: generatedPicture(numbers[2], numbers[3], seed: numbers[4]))
      let expected = try NumPyFile.tensor(
        from: Fixtures.bytes("libraries/\(library.rawValue)-\(numbers[4]).npy"))
      let furthest = zip(drawn.pixels, expected.elements).map { abs(Float($0) - $1) }.max()
      #expect((furthest ?? 255) <= 1, "\(library) \(numbers[4]): \(furthest ?? 255)")
      if furthest == 0 { #expect(drawn.crc == row["crc"]) }
    }
  }

  @Test func thePlainFormulaMixesHalfAndHalf() {
    let picture = Picture(width: 2, height: 1, color: RGBColor(red: 101, green: 60, blue: 20))
    let map = LibraryOverlay.plain.scaled(width: 2, height: 1, raw: [-3, 4])
    #expect(map.values == [0, 1])
    let drawn = LibraryOverlay.plain.draw(map, over: picture)
    let hot = ColorMap.jet.colors[255]
    #expect(drawn[1, 0].red == UInt8((101 + Int(hot.red)) / 2))
    #expect(drawn[1, 0].blue == UInt8((20 + Int(hot.blue)) / 2))
  }

  @Test func aMapWithoutPositiveEvidenceIsAllZero() {
    for library in LibraryOverlay.allCases {
      #expect(library.scaled(width: 3, height: 1, raw: [-1, -2, -0.5]).values == [0, 0, 0])
    }
  }
}

@Suite struct ComposingTests {
  private let red = RGBColor(red: 255, green: 0, blue: 0)

  @Test func theOverhangingPartIsClipped() {
    var page = Picture(width: 4, height: 3, color: RGBColor(red: 0, green: 0, blue: 0))
    page.place(Picture(width: 3, height: 3, color: red), x: 2, y: -1)
    for y in 0..<3 {
      for x in 0..<4 { #expect((page[x, y] == red) == (x >= 2 && y <= 1), "(\(x), \(y))") }
    }
    page.place(Picture(width: 2, height: 2, color: red), x: 9, y: 9)
    page.place(Picture(width: 2, height: 2, color: red), x: -2, y: 0)
  }

  @Test func alphaIsBlended() {
    var page = Picture(width: 1, height: 1, color: RGBColor(red: 255, green: 255, blue: 255))
    page.place(Picture(width: 1, height: 1, channels: 4, pixels: [55, 0, 0, 102]), x: 0, y: 0)
    #expect(page[0, 0] == RGBColor(red: 175, green: 153, blue: 153))
  }

  @Test func aWiderStripCentresThePicture() {
    let stacked = Picture(width: 2, height: 2, color: red)
      .stacked(over: Picture(width: 6, height: 1, color: RGBColor(red: 9, green: 9, blue: 9)))
    #expect(stacked.size == PixelSize(width: 6, height: 3))
    #expect(stacked[2, 1] == red && stacked[1, 1] == RGBColor(red: 255, green: 255, blue: 255))
    #expect(stacked[0, 2] == RGBColor(red: 9, green: 9, blue: 9))
  }

  @Test func aMapIsSampledInsideTheWindow() {
    let map = ScaledMap(width: 4, height: 1, values: [0, 1, 2, 3])
    let whole = Rectangle(x: 10, y: 0, width: 8, height: 2)
    let half = Rectangle(x: 14, y: 0, width: 4, height: 2)
    #expect(
      map.sampled(whole, ofMapIn: whole, size: PixelSize(width: 4, height: 1)) == [0, 1, 2, 3])
    #expect(map.sampled(half, ofMapIn: whole, size: PixelSize(width: 2, height: 1)) == [2, 3])
    #expect(whole.intersection(half) == half)
    #expect(half.intersection(Rectangle(x: 0, y: 0, width: 14, height: 2)) == nil)
  }
}
