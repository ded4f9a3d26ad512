import Imaging
import Tensors
import Testing

/// Maps at the size of the photograph, and the frames of all regions.
@Suite struct PlacedMapTests {
  private let map = ScaledMap(width: 2, height: 2, values: [1, 0, 0, 0.5])

  @Test func pixelsOutsideTheRectangleAreNaN() {
    let values = map.placed(
      over: PixelSize(width: 6, height: 4), in: Rectangle(x: 1, y: 0, width: 4, height: 4),
      .nearest)
    let row: [Float] = [.nan, 1, 1, 0, 0, .nan]
    #expect(values.prefix(6).map(\.bitPattern) == row.map(\.bitPattern))
    #expect(values[18...].dropFirst().prefix(4) == [0, 0, 0.5, 0.5])
    #expect(values.filter(\.isNaN).count == 8)
  }

  @Test func aRectangleBeyondThePictureIsClipped() {
    let values = map.placed(
      over: PixelSize(width: 4, height: 2), in: Rectangle(x: 0, y: -1, width: 4, height: 4),
      .nearest)
    #expect(values == [1, 1, 0, 0, 0, 0, 0.5, 0.5])
  }

  @Test func everyRegionIsBoxedTheLargestFirst() {
    let map = ScaledMap(
      width: 4, height: 3, values: [1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1])
    let boxes = map.boundingBoxes(reaching: 0.5, over: map.size, .nearest)
    #expect(
      boxes == [
        PixelRectangle(x: 3, y: 0, width: 1, height: 3),
        PixelRectangle(x: 0, y: 0, width: 1, height: 1),
        PixelRectangle(x: 1, y: 2, width: 1, height: 1),
      ])
    #expect(map.boundingBox(reaching: 0.5, over: map.size, .nearest) == boxes[0])
  }

  @Test func aWideInputCoversAndALetterboxContains() {
    let size = PixelSize(width: 400, height: 300)
    let target = PixelSize(width: 320, height: 160)
    let covering = PreprocessingRecipe(resize: .covering(target), crop: target).view(of: size)
    #expect(covering.rectangle == Rectangle(x: 0, y: 50, width: 400, height: 200))
    let inside = PreprocessingRecipe(resize: .inside(target), crop: target).view(of: size)
    // 213 × 160 of 320 columns, 54 of them padded on the left.
    #expect(inside.inputSize == target)
    let scale = 400.0 / 213
    #expect(abs(inside.rectangle.x + 54 * scale) < 1e-9)
    #expect(abs(inside.rectangle.width - 320 * scale) < 1e-9)
    #expect(inside.rectangle.height == 300)
  }
}
