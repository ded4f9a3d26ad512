import Attribution
import Explanations
import Imaging
import Support
import Testing

@Suite struct ExplanationRunnerTests {
  private func runner() throws -> ExplanationRunner {
    ExplanationRunner(
      try NetworkLoader.load(NetworkRequest(variant: "lite0", checkpoint: "random:3")))
  }

  private let photograph = Photograph(
    name: "made",
    picture: Picture(width: 60, height: 50, color: RGBColor(red: 90, green: 160, blue: 30)))

  private func question(
    _ method: any AttributionMethod, _ layer: String, _ target: Int
  ) -> ExplanationQuestion {
    ExplanationQuestion(ExplanationRequest(method: method, layers: [layer]), target: target)
  }

  @Test func anotherClassOrMethodRepeatsNoForwardPass() throws {
    let runner = try runner()
    let last = runner.network.network.lastStageOutput
    let examination = try runner.examine(photograph, layers: [last])
    #expect(runner.forwardPasses == 1)
    // At the last stage the classifier's weights give the gradients: activations are enough.
    for target in [1, 2] {
      for method in [CAM(), GradCAM(), HiResCAM(), LayerCAM()] as [any AttributionMethod] {
        _ = try runner.explain(examination, [question(method, "stage9", target)])
      }
    }
    #expect(runner.forwardPasses == 1)
    // Gradients at an inner layer need one pass that records it, for any class and method.
    for target in [1, 2] {
      for method in [GradCAM(), HiResCAM(), LayerCAM()] as [any AttributionMethod] {
        _ = try runner.explain(examination, [question(method, "stage6", target)])
      }
    }
    #expect(runner.forwardPasses == 2)
    // Both passes are still kept.
    _ = try runner.explain(examination, [question(CAM(), "stage9", 3)])
    _ = try runner.explain(examination, [question(GradCAM(), "stage6", 3)])
    #expect(runner.forwardPasses == 2)
  }

  @Test func mapsOfAKeptPassEqualThoseOfANewOne() throws {
    let first = try runner()
    let examination = try first.examine(photograph)
    for (method, layer) in [(GradCAM(), "stage6"), (LayerCAM(), "stage6"), (GradCAM(), "stage9")]
      as [(any AttributionMethod, String)]
    {
      for target in [5, 9] {
        let kept = try first.explain(examination, [question(method, layer, target)])[0]
        let other = try runner()
        let fresh = try other.explain(
          try other.examine(photograph), [question(method, layer, target)])[0]
        #expect(kept.map.values == fresh.map.values)
      }
    }
  }

  @Test func anUnknownLayerIsRefused() throws {
    let runner = try runner()
    let examination = try runner.examine(photograph)
    let failure = #expect(throws: Failure.self) {
      try runner.explain(examination, [question(GradCAM(), "stage77", 1)])
    }
    #expect(failure?.message.contains("unknown layer 'stage77'") == true)
    #expect(throws: Failure.self) {
      try ExplanationRequest(method: GradCAM(), layers: ["stage77"]).resolved(in: runner.network)
    }
  }
}
