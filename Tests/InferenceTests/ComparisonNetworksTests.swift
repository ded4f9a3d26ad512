import Architectures
import Checkpoints
import Inference
import Tensors
import Testing

/// The comparison networks against timm and torchvision (Tests/Golden/comparison_logits.py).
@Suite struct ComparisonNetworksTests {
  static let sides = [
    "mobilenet-v1": 129, "mobilenet-v2": 130, "mnasnet-a1": 127, "mnasnet-b1": 128,
    "resnet-50": 127, "resnet-101": 64, "resnet-152": 65, "resnext-101": 65, "senet-154": 67,
    "densenet-169": 97, "densenet-201": 64, "inception-v3": 139, "inception-v4": 101,
    "inception-resnet-v2": 101, "xception": 99, "pnasnet-5": 75, "shufflenet-v2": 129,
    "shufflenet-v2-x0.5": 96, "squeezenet-1.0": 111, "squeezenet-1.1": 128,
  ]

  @Test(arguments: sides.keys.sorted())
  func logitsOfSeededWeightsAreThoseOfTheReference(name: String) throws {
    let variant = try #require(Variant.named(name))
    let network = variant.network(Self.options(variant))
    let side = try #require(Self.sides[name])
    let model = try Model(network: network, weights: GoldenFixture.weights(network))
    let session = try Session(model: model, height: side, width: side)
    let logits = try session.run(GoldenFixture.image(height: side, width: side)).logits.elements
    let expected = try GoldenFixture.array("comparison-\(name)")
    #expect(relativeDifference(logits, expected) < Tolerance.network)
  }

  /// AmoebaNets have no published implementation to compare with here; they must run.
  @Test(arguments: ["amoebanet-a", "amoebanet-c", "nasnet-a-mobile", "densenet-264"])
  func networksWithoutAReferenceRun(name: String) throws {
    let network = try #require(Variant.named(name)).network()
    let model = try Model(network: network, weights: GoldenFixture.weights(network))
    let session = try Session(model: model, height: 75, width: 75)
    let logits = try session.run(GoldenFixture.image(height: 75, width: 75)).logits.elements
    #expect(logits.count == 1000)
    #expect(logits.allSatisfy { $0.isFinite })
    #expect(Set(logits).count > 900)
  }

  /// PyTorch's padding and epsilon, with which timm and torchvision trained these networks.
  static func options(_ variant: Variant) -> NetworkOptions {
    NetworkOptions(padding: .symmetric, batchNormEpsilon: 1e-5)
  }
}
