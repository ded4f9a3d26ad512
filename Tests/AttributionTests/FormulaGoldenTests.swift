import Attribution
import Tensors
import Testing

@Suite("The formulas of methods")
struct FormulaGoldenTests {
  private static let (channels, height, width) = (6, 7, 5)
  private static let means: [String: (seed: UInt64, mean: Double)] = [
    "mixed": (1, 0), "negative": (2, -0.5), "positive": (3, 0.5),
  ]

  /// The same evidence as in Tests/Golden/attribution_formulas.py.
  private static func evidence(_ name: String) throws -> LayerEvidence {
    let (seed, mean) = try #require(means[name])
    var generator = SeededGenerator(seed: seed)
    let shape = [channels, height, width]
    let count = channels * height * width
    let activations = (0..<count).map { _ in Float(generator.uniform() * 2 - 1 + mean) }
    let gradients = (0..<count).map { _ in Float((generator.uniform() * 2 - 1) / 4) }
    return LayerEvidence(
      activations: Tensor(shape: shape, activations), gradients: Tensor(shape: shape, gradients))
  }

  @Test("match grad-cam 1.5.7 on the same activations and gradients, including zero sums")
  func formulas() throws {
    var rest = try GoldenFixture.array("formulas")[...]
    let lines = try GoldenFixture.lines("formulas")
    #expect(lines.count == 21)
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      let expected = Array(rest.prefix(Self.height * Self.width))
      rest = rest.dropFirst(expected.count)
      let found = try AttributionMethods.named(words[0]).map(from: Self.evidence(words[1])).values
      // The library does not fix the sign of a principal component.
      let difference = min(
        relativeDifference(found, expected),
        words[0].hasPrefix("eigen") ? relativeDifference(found.map { -$0 }, expected) : .infinity)
      #expect(difference < 1e-5, "\(line): \(difference)")
    }
    #expect(rest.isEmpty)
  }
}
