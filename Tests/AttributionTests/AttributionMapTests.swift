import Attribution
import Testing

@Suite("An attribution map")
struct AttributionMapTests {
  private let map = AttributionMap(height: 2, width: 3, values: [-2, 0, 1, 4, 2, -1])

  @Test("keeps signed values and knows their range")
  func range() {
    #expect(map.minimum == -2)
    #expect(map.maximum == 4)
    #expect(map[1, 0] == 4)
    #expect(map.sum == 4)
  }

  @Test("is normalised by ReLU, then minimum to 0 and maximum to 1")
  func normalisation() {
    #expect(map.normalized.values == [0, 0, 0.25, 1, 0.5, 0])
    let raised = AttributionMap(height: 1, width: 3, values: [1, 2, 3])
    #expect(raised.normalized.values == [0, 0.5, 1])
  }

  @Test("normalises to zero without positive evidence")
  func noEvidence() {
    let negative = AttributionMap(height: 1, width: 2, values: [-3, -0.5])
    #expect(!negative.hasPositiveEvidence)
    #expect(negative.normalized.values == [0, 0])
    #expect(map.hasPositiveEvidence)
  }

  @Test("is up-sampled from cell centres with clamped edges, as OpenCV does")
  func bilinear() {
    let small = AttributionMap(height: 1, width: 2, values: [0, 4])
    #expect(small.resized(height: 1, width: 4).values == [0, 1, 3, 4])
    #expect(map.resized(height: 2, width: 3) == map)
  }

  @Test("can be mirrored and cropped")
  func mirrorAndCrop() {
    #expect(map.mirrored.values == [1, 0, -2, -1, 2, 4])
    #expect(map.cropped(rows: 1..<2, columns: 0..<2).values == [4, 2])
  }
}
