import Attribution
import Tensors
import Testing

@Suite("CAM")
struct CAMTests {
  private let activations = Tensor(shape: [2, 1, 3], [1, 2, 3, 10, 20, 30])

  @Test("is the sum of channels weighted by the classifier's row")
  func weightedSum() throws {
    let map = try CAM().map(
      from: LayerEvidence(activations: activations, classifierRow: [1, -0.5]))
    #expect(map.height == 1 && map.width == 3)
    #expect(map.values == [-4, -8, -12])
    #expect(!map.hasPositiveEvidence)
  }

  @Test("throws for a layer that the classifier does not read")
  func otherLayer() {
    #expect(throws: AttributionError.needsLastStage(method: "cam")) {
      try CAM().map(from: LayerEvidence(activations: activations))
    }
  }
}
