import Attribution
import Tensors
import Testing

@Suite("The pointing games")
struct PointingTests {
  /// A 40 × 60 map whose only nonzero value is at row 10, column 50.
  private func probe(_ boxes: [PixelBox]?) -> FaithfulnessProbe {
    var values = [Float](repeating: 0, count: 40 * 60)
    values[10 * 60 + 50] = 2
    values[30 * 60 + 5] = 1
    return FaithfulnessProbe(
      image: Tensor(zeros: [3, 40, 60]), index: 0, probability: 0.5,
      map: AttributionMap(height: 40, width: 60, values: values), boxes: boxes,
      network: { _, _ in [] },
      explainer: { _ throws(AttributionError) in throw .cancelled(method: "none") })
  }

  private func edges(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> PixelBox?
  {
    PixelBox(left: left, top: top, right: right, bottom: bottom)
  }

  @Test("count a peak inside a box or less than 15 pixels away")
  func pointing() throws {
    for (place, expected) in [
      ((45.0, 5.0, 55.0, 15.0), 100.0),
      // The pixel's centre is (50.5, 10.5): 14.5 pixels right of the box, then 15.
      ((0, 0, 36, 40), 100), ((0, 0, 35.5, 40), 0),
    ] {
      let box = try #require(self.edges(place.0, place.1, place.2, place.3))
      #expect(try PointingGame().readings(probe([box])).map(\.value) == [expected], "\(place)")
    }
  }

  @Test("accept any of several boxes")
  func severalBoxes() throws {
    let far = try #require(edges(0, 30, 10, 40))
    let near = try #require(edges(48, 8, 52, 12))
    #expect(try PointingGame().readings(probe([far, near])).map(\.value) == [100])
    #expect(try EnergyPointingGame().readings(probe([far, near])).map(\.value) == [100])
  }

  @Test("measure the fraction of the map's sum inside")
  func energy() throws {
    let near = try #require(edges(48, 8, 52, 12))
    let found = try EnergyPointingGame().readings(probe([near]))[0].value
    #expect(abs(found - 200.0 / 3) < 1e-4)
  }

  @Test("are NaN without boxes")
  func noBoxes() throws {
    #expect(try PointingGame().readings(probe(nil))[0].value.isNaN)
    #expect(try EnergyPointingGame().readings(probe([]))[0].value.isNaN)
  }

  @Test("reject an empty box and clip one that leaves the image")
  func boxes() throws {
    #expect(edges(3, 3, 3, 9) == nil)
    #expect(edges(.nan, 3, 5, 9) == nil)
    let wide = try #require(edges(-10, -10, 100, 20))
    #expect(wide.clipped(height: 40, width: 60) == edges(0, 0, 60, 20))
    #expect(try #require(edges(70, 0, 80, 10)).clipped(height: 40, width: 60) == nil)
  }
}
