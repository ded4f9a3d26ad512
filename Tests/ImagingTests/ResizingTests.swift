import Imaging
import Tensors
import Testing

@Suite struct ResizingTests {
  @Test func everyFilterGivesPillowsPixels() throws {
    let rows = try Fixtures.table("resizing.csv")
    #expect(rows.count == 75)
    for row in rows {
      let numbers = ["width", "height", "newWidth", "newHeight"].compactMap { Int(row[$0] ?? "") }
      let filter = try #require(Interpolation(rawValue: row["filter"] ?? ""))
      let picture = generatedPicture(numbers[0], numbers[1], seed: numbers[0] * numbers[1])
      let result = picture.resized(to: PixelSize(width: numbers[2], height: numbers[3]), filter)
      #expect(result.crc == row["crc"], "\(numbers) \(filter)")
    }
  }
}
