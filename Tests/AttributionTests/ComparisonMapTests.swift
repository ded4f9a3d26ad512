import Architectures
import Attribution
import Inference
import Tensors
import Testing

/// Grad-CAM and CAM of the comparison networks against grad-cam 1.5.7.
///
/// The fixtures are written by Tests/Golden/comparison_maps.py.
@Suite("Maps of comparison networks")
struct ComparisonMapTests {
  struct Golden: Sendable, CustomStringConvertible {
    let network: String
    let layer: String
    let side: Int
    let index: Int
    let values: [Float]
    var description: String { "\(network) at \(layer)" }
  }

  static let goldens: [Golden] = {
    guard let lines = try? GoldenFixture.lines("comparison-maps"),
      var rest = try? GoldenFixture.array("comparison-maps")[...]
    else { return [] }
    return lines.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      let numbers = words.dropFirst(2).compactMap { Int($0) }
      guard numbers.count == 4 else { return nil }
      let count = numbers[2] * numbers[3]
      defer { rest = rest.dropFirst(count) }
      return Golden(
        network: words[0], layer: words[1], side: numbers[0], index: numbers[1],
        values: Array(rest.prefix(count)))
    }
  }()

  @Test("cover seven networks at two stages each")
  func coverage() {
    #expect(Set(Self.goldens.map(\.network)).count == 7)
    #expect(Self.goldens.count == 14)
  }

  @Test("match grad-cam, and CAM equals Grad-CAM at the last stage", arguments: goldens)
  func agreement(_ golden: Golden) throws {
    let network = try #require(Variant.named(golden.network)).network(
      NetworkOptions(padding: .symmetric, batchNormEpsilon: 1e-5))
    let weights = GoldenFixture.weights(network)
    let head = try #require(LinearHead(network: network, weights: weights))
    let layer = try #require(network.layer(named: golden.layer))
    let attributor = try Attributor(
      model: try Model(network: network, weights: weights), head: head, height: golden.side,
      width: golden.side)
    let image = GoldenFixture.image(height: golden.side, width: golden.side)
    let isLast = layer == network.lastStageOutput
    let methods: [any AttributionMethod] = isLast ? [GradCAM(), CAM(), HiResCAM()] : [GradCAM()]
    let answers = try attributor.answer(
      methods.map { MapRequest(method: $0, layer: layer, target: .logit(golden.index)) },
      image: image)
    #expect(relativeDifference(answers[0].map.values, golden.values) < 2e-4)
    guard isLast else { return }
    #expect(head.layer == layer)
    let area = Float(golden.values.count)
    #expect(
      relativeDifference(answers[1].map.values.map { $0 / area }, golden.values) < 2e-4)
    // Σ HiResCAM + b = y.
    let bias = head.bias(seed: Target.logit(golden.index).seed([Float](repeating: 0, count: 1000)))
    #expect(
      abs(Float(answers[2].map.sum) + bias - answers[2].score) <= 1e-4 * abs(answers[2].score))
  }
}
