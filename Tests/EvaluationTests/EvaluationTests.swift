import Architectures
import Attribution
import Checkpoints
import Evaluation
import Foundation
import Imaging
import Support
import Tensors
import Testing

@Suite struct EvaluationTests {
  @Test func aSummaryHasTheStandardErrorOfTheMeanAndLeavesOutWhatIsUndefined() {
    let summary = MetricSummary([1, 2, .nan, 6])
    #expect(summary.mean == 3 && summary.count == 3)
    // Sample variance (4 + 1 + 9) / 2 = 7.
    #expect(abs(summary.standardError - (7.0 / 3).squareRoot()) < 1e-12)
    #expect(MetricSummary([2]).standardError.isNaN)
    #expect(MetricSummary([]).mean.isNaN && MetricSummary([.nan]).count == 0)
  }

  @Test func randomCAMIsAlwaysIncludedOnce() throws {
    let request = EvaluationRequest(methods: try EvaluationRequest.methods("cam, eigen-cam,cam"))
    #expect(request.methods.map(\.name) == ["cam", "eigen-cam", "random-cam"])
    let own = EvaluationRequest(methods: try EvaluationRequest.methods("random-cam,cam"))
    #expect(own.methods.map(\.name) == ["random-cam", "cam"])
    #expect(request.metrics.allSatisfy { !$0.needsBoxes })
    #expect(throws: Failure.self) { try EvaluationRequest.methods("cam,,grad-cam") }
  }

  @Test func anEdgeMapFindsTheOnlyEdge() {
    let image = Tensor(zeros: [1, 3, 12, 12])
    for plane in 0..<3 {
      for row in 0..<12 {
        for column in 9..<12 { image.storage.mutableBuffer[plane * 144 + row * 12 + column] = 1 }
      }
    }
    let map = edgeMap(of: image, height: 4, width: 4)
    for row in 0..<4 {
      #expect(map[row, 0] == 0 && map[row, 1] == 0)
      #expect(map[row, 2] > 0 && map[row, 3] > 0)
    }
  }
}

@Suite struct WeightRandomizationTests {
  private let network: Network
  private let weights: StateDictionary
  private let randomization: WeightRandomization

  init() throws {
    network = try #require(Variant.named("lite0")).network(NetworkOptions(classes: 10))
    weights = SeededWeights(seed: 3).stateDictionary(for: network)
    randomization = WeightRandomization(network: network, weights: weights)
  }

  private func changed(_ other: StateDictionary) -> Set<String> {
    Set(
      weights.names.filter { name in
        weights[name]?.elements != other[name]?.elements
      })
  }

  @Test func partsStartAtTheClassifierAndHoldEveryParameterOnce() {
    let names = randomization.parts.map(\.name)
    #expect(names.first == "classifier" && names.last == "stage1" && names.count == 10)
    let parameters = randomization.parts.flatMap { $0.parameters.map(\.name) }
    #expect(parameters.sorted() == network.parameters.map(\.name).sorted())
  }

  @Test func independentRandomisationChangesOnePartAlone() {
    let found = changed(randomization.weights(.independent, step: 0, seed: 0))
    #expect(found == Set(randomization.parts[0].parameters.map(\.name)))
    let stage = changed(randomization.weights(.independent, step: 4, seed: 0))
    #expect(stage == Set(randomization.parts[4].parameters.map(\.name)))
  }

  @Test func cascadingRandomisationEndsWithEveryParameterChanged() {
    let half = changed(randomization.weights(.cascading, step: 4, seed: 0))
    #expect(half == Set(randomization.parts[0...4].flatMap { $0.parameters.map(\.name) }))
    let all = randomization.weights(.cascading, step: 9, seed: 0)
    #expect(changed(all).count == network.parameters.count)
  }

  @Test func theSeedDecidesTheWeights() {
    let first = randomization.weights(.independent, step: 0, seed: 1)
    let again = randomization.weights(.independent, step: 0, seed: 1)
    let other = randomization.weights(.independent, step: 0, seed: 2)
    #expect(changed(first) == changed(again))
    let name = randomization.parts[0].parameters[0].name
    #expect(first[name]?.elements == again[name]?.elements)
    #expect(first[name]?.elements != other[name]?.elements)
  }
}
