import Architectures
import Attribution
import Inference
import Tensors
import Testing

@Suite("Raw maps")
struct MapGoldenTests {
  private static let cases = [
    ("b0-same", 96, 96), ("b0-symmetric", 79, 102), ("lite0-same", 96, 96),
  ]

  /// A line of a fixture's index with its values.
  private struct Golden {
    let method: String
    let layer: String
    let height: Int
    let width: Int
    /// The library's difference between float32 and float64, if the script recorded it.
    let rounding: Float?
    let values: [Float]
  }

  private static func goldens(_ name: String) throws -> [Golden] {
    var rest = try GoldenFixture.array("\(name)-maps")[...]
    return try GoldenFixture.lines("\(name)-maps").map { line in
      let words = line.split(separator: " ").map(String.init)
      let (height, width) = (try #require(Int(words[2])), try #require(Int(words[3])))
      let count = min(height * width, 256)
      defer { rest = rest.dropFirst(count) }
      return Golden(
        method: words[0], layer: words[1], height: height, width: width,
        rounding: Float(words[4]), values: Array(rest.prefix(count)))
    }
  }

  /// The settings of the fixture: all channels for methods that the library runs in full.
  private static func settings(_ method: String) -> MethodSettings {
    switch method {
    case "score-cam", "ablation-cam": MethodSettings(seed: 4)
    default: MethodSettings(channels: 6, samples: 3, seed: 4)
    }
  }

  /// 256 elements at equal steps, or all if there are fewer.
  private static func samples(_ map: AttributionMap) -> [Float] {
    let count = map.values.count
    return count <= 256 ? map.values : (0..<256).map { map.values[$0 * count / 256] }
  }

  /// Largest allowed difference from the float64 reference, relative to the map's largest value.
  ///
  /// 2e-4, or 1e-3 for sums over many passes and Eigen-CAM. The limit is 1.5 times the
  /// library's own difference between float32 and float64, if that is larger. Causes of such a
  /// difference are Grad-CAM++'s denominator 2g² + g³·ΣA + 1e-6, which can vanish for negative ΣA
  /// (possible after a projection), and ReLU6's gradient, which jumps at its kinks.
  private static func tolerance(_ golden: Golden) -> Float {
    let asked: Float =
      switch golden.method {
      case "score-cam", "ss-cam", "is-cam", "full-grad", "eigen-cam": 1e-3
      default: 2e-4
      }
    // Two float32 programs can differ as much as each of them differs from float64.
    return max(asked, 1.5 * (golden.rounding ?? 0))
  }

  @Test("match grad-cam 1.5.7, or the papers' formulas in torch", arguments: cases)
  func goldens(_ name: String, _ height: Int, _ width: Int) throws {
    let network = try #require(GoldenFixture.network(name))
    let weights = GoldenFixture.weights(network)
    let attributor = try Attributor(
      model: try Model(network: network, weights: weights),
      head: LinearHead(network: network, weights: weights), height: height, width: width,
      threads: 2)
    let goldens = try Self.goldens(name)
    let questions = try goldens.map { golden in
      MapRequest(
        method: try AttributionMethods.named(golden.method),
        layer: golden.layer == "image" ? 0 : try #require(network.layer(named: golden.layer)),
        target: .logit(7), settings: Self.settings(golden.method))
    }
    let image = GoldenFixture.image(height: height, width: width)
    let answers = try attributor.answer(questions, image: image)
    #expect(Set(goldens.map(\.method)) == Set(AttributionMethods.all.map(\.name)))
    for (golden, answer) in zip(goldens, answers) {
      let label = "\(golden.method) at \(golden.layer)"
      #expect(
        answer.map.height == golden.height && answer.map.width == golden.width, "\(label)")
      var found = Self.samples(answer.map)
      // The library does not fix the sign of a principal component.
      if golden.method.hasPrefix("eigen"),
        relativeDifference(found.map { -$0 }, golden.values)
          < relativeDifference(found, golden.values)
      {
        found = found.map { -$0 }
      }
      let difference = relativeDifference(found, golden.values)
      #expect(
        difference < Self.tolerance(golden),
        "\(label): \(difference), float32 in the library \(golden.rounding ?? 0)")
    }
  }
}
