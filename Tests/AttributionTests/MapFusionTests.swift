import Attribution
import Testing

@Suite("Fusing maps of several layers")
struct MapFusionTests {
  private let small = AttributionMap(height: 1, width: 2, values: [-1, 2])
  private let large = AttributionMap(height: 2, width: 2, values: [4, 2, 0, -5])

  @Test("normalises each map on its own grid, up-samples and combines")
  func combinations() {
    #expect(MapFusion.mean.fused([small, large]).values == [0.5, 0.75, 0, 0.5])
    #expect(MapFusion.max.fused([small, large]).values == [1, 1, 0, 1])
    #expect(MapFusion.product.fused([small, large]).values == [0, 0.5, 0, 0])
  }

  @Test("of one map is that map, rectified and normalised")
  func single() {
    for fusion in MapFusion.allCases {
      #expect(fusion.fused([large]).values == large.normalized.values)
    }
  }
}
