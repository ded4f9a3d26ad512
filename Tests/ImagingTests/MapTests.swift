import Imaging
import Tensors
import Testing

/// Same as `made_map` in the golden script.
func madeMap(_ width: Int, _ height: Int) -> ScaledMap {
  let values = (0..<width * height).map { Float($0 * $0 % 251) / 250 }
  return ScaledMap(width: width, height: height, values: values)
}

@Suite struct MapTests {
  @Test(
    arguments: [(7, 7), (5, 9), (1, 1), (12, 10), (3, 4)].enumerated().map { ($0, $1.0, $1.1) })
  func upSamplingEqualsThatOfOpenCV(_ number: Int, _ width: Int, _ height: Int) throws {
    let expected = try NumPyFile.tensor(from: Fixtures.bytes("arrays/up-sampling-\(number).npy"))
    let size = PixelSize(width: expected.shape[1], height: expected.shape[0])
    let result = madeMap(width, height).upSampled(to: size)
    #expect(result.size == size)
    let largest = zip(result.values, expected.elements).map { abs($0 - $1) }.max() ?? 1
    #expect(largest <= 3e-7)
  }

  @Test func nearestRepeatsCells() {
    let map = ScaledMap(width: 2, height: 1, values: [0.25, 0.75])
    let result = map.upSampled(to: PixelSize(width: 5, height: 2), .nearest)
    #expect(result.values == [0.25, 0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.75, 0.75])
  }

  @Test func theBoundingBoxIsThatOfTheLargestRegion() {
    var values = [Float](repeating: 0, count: 48)
    for (x, y) in [(0, 0), (5, 1), (5, 2), (4, 2), (7, 3), (3, 4), (4, 4), (3, 3), (4, 3)] {
      values[y * 8 + x] = 1
    }
    let map = ScaledMap(width: 8, height: 6, values: values)
    let size = PixelSize(width: 8, height: 6)
    let box = map.boundingBox(reaching: 0.5, over: size, .nearest)
    #expect(box == PixelRectangle(x: 3, y: 1, width: 3, height: 4))
    let shifted = map.boundingBox(
      reaching: 0.5, over: PixelSize(width: 20, height: 20),
      in: Rectangle(x: 2, y: 4, width: 8, height: 6), .nearest)
    #expect(shifted == PixelRectangle(x: 5, y: 5, width: 3, height: 4))
    #expect(map.boundingBox(reaching: 1.5, over: size) == nil)
  }

  @Test func regionsConnectedInALaterRowAreMerged() {
    // A U shape: two columns connected in the last row.
    let values: [Float] = [1, 0, 1, 1, 0, 1, 1, 1, 1]
    let map = ScaledMap(width: 3, height: 3, values: values)
    let box = map.boundingBox(reaching: 1, over: PixelSize(square: 3), .nearest)
    #expect(box == PixelRectangle(x: 0, y: 0, width: 3, height: 3))
  }
}
