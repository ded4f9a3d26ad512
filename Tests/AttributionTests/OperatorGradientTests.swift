import Architectures
import Attribution
import Checkpoints
import Inference
import Tensors
import Testing

@Suite("The gradient of an operator")
struct OperatorGradientTests {
  private static let height = 9
  private static let width = 11
  private static let step = 1e-5

  /// Central differences of a score in double precision.
  private struct Differences {
    let reference: ReferenceNetwork
    let image: ReferenceNetwork.Planes
    let seed: [Double]

    func score(_ layer: Int, _ planes: ReferenceNetwork.Planes) -> Double {
      let logits = reference.run(image, replacing: [layer: planes]).last?.values ?? []
      return zip(seed, logits).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Directional derivative of the score at a layer's `planes` along `direction`.
    func slope(_ layer: Int, _ planes: ReferenceNetwork.Planes, _ direction: [Double]) -> Double {
      func moved(_ amount: Double) -> ReferenceNetwork.Planes {
        var result = planes
        result.values = zip(planes.values, direction).map { $0 + amount * $1 }
        return result
      }
      return (score(layer, moved(step)) - score(layer, moved(-step))) / (2 * step)
    }
  }

  /// Unit vectors at some elements, plus two dense directions.
  private static func directions(_ count: Int) -> [[Double]] {
    let elements = Set((0..<12).map { $0 * count / 12 } + [count - 1]).sorted()
    var generator = SeededGenerator(seed: 5)
    return elements.map { element in (0..<count).map { $0 == element ? 1 : 0 } }
      + (0..<2).map { _ in (0..<count).map { _ in generator.normal() } }
  }

  @Test(
    "matches double-precision finite differences on every instruction set",
    arguments: OperatorNetworks.names + OperatorNetworks.heads.keys.sorted())
  func finiteDifferences(_ name: String) throws {
    let network = OperatorNetworks.network(name)
    let weights = SeededWeights(seed: 3).stateDictionary(for: network)
    let image = GoldenFixture.image(height: Self.height, width: Self.width)
    var planes = ReferenceNetwork.Planes(
      FeatureShape(channels: 3, height: Self.height, width: Self.width))
    planes.values = image.elements.map(Double.init)
    let reference = ReferenceNetwork(network: network, weights: weights)
    let outputs = reference.run(planes)
    let seed: [Float] = [0.5, -1, 2, 0.25, -0.75]
    let differences = Differences(
      reference: reference, image: planes, seed: seed.map(Double.init))
    let layers = [Layer.image] + network.layers.dropLast().map(\.index)
    let expected = layers.map { layer in
      let place = layer == Layer.image ? planes : outputs[layer]
      return Self.directions(place.values.count).map { differences.slope(layer, place, $0) }
    }
    for set in InstructionSet.supported {
      let model = try Model(
        network: network, weights: weights,
        configuration: EngineConfiguration(instructionSet: .only(set))
      )
      let single = try Session(model: model, height: Self.height, width: Self.width)
      let session = try RecordingSession(
        model: model, height: Self.height, width: Self.width, layers: Set(layers), threads: 2)
      let logits = try session.run(image)
      #expect(
        relativeDifference(try single.run(image).logits.elements, logits) < Tolerance.kernel)
      #expect(
        relativeDifference(logits, outputs[outputs.count - 1].values.map { Float($0) })
          < Tolerance.kernel)
      let gradients = session.gradients(seed: seed)
      for (layer, slopes) in zip(layers, expected) {
        let gradient = try #require(gradients[layer]).elements.map(Double.init)
        let found = Self.directions(gradient.count).map { direction in
          Float(zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 })
        }
        let label = layer == Layer.image ? "image" : network.layers[layer].name
        #expect(
          relativeDifference(found, slopes.map { Float($0) }) < Tolerance.gradient,
          "\(label), \(set.rawValue)")
      }
    }
  }
}
