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
    "inception-resnet-v2": 101, "xception": 99, "nasnet-a": 75, "pnasnet-5": 75,
    "shufflenet-v2": 129,
    "shufflenet-v2-x0.5": 96, "squeezenet-1.0": 111, "squeezenet-1.1": 128, "v2-s": 129,
    "v2-m": 97, "v2-l": 96, "v2-b0": 127, "v2-b1": 128, "v2-b2": 130, "v2-b3": 131,
  ]

  @Test(arguments: sides.keys.sorted())
  func logitsOfSeededWeightsMatchTheReference(name: String) throws {
    let variant = try #require(Variant.named(name))
    let network = variant.network(Self.options(variant))
    let side = try #require(Self.sides[name])
    let model = try Model(network: network, weights: Self.damped(network))
    let session = try Session(model: model, height: side, width: side)
    let logits = try session.run(GoldenFixture.image(height: side, width: side)).logits.elements
    let expected = try GoldenFixture.array("comparison-\(name)")
    #expect(relativeDifference(logits, expected) < Tolerance.network)
  }

  /// AmoebaNets have no reference implementation here, so the test only runs them.
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

  /// Padding and epsilon of the reference: PyTorch's, but TensorFlow's for small EfficientNetV2s.
  static func options(_ variant: Variant) -> NetworkOptions {
    variant.name.hasPrefix("v2-b")
      ? NetworkOptions(padding: .same, batchNormEpsilon: 1e-3)
      : NetworkOptions(padding: .symmetric, batchNormEpsilon: 1e-5)
  }

  /// Seeded weights with damped residual branches in fused blocks, as in the Python script.
  static func damped(_ network: Network) -> StateDictionary {
    var weights = GoldenFixture.weights(network)
    guard network.name.hasPrefix("v2-") else { return weights }
    for block in network.stages.flatMap(\.blocks) where block.hasSkip {
      // A fused block has no depthwise convolution; its last convolution ends the branch.
      let convolutions = network.layers[block.layers].compactMap { layer -> Convolution? in
        if case .convolution(let convolution) = layer.operation { convolution } else { nil }
      }
      guard !convolutions.contains(where: \.isDepthwise),
        let name = convolutions.last?.normalization?.name,
        let tensor = weights[name + ".weight"]
      else { continue }
      weights[name + ".weight"] = Tensor(
        shape: tensor.shape, tensor.elements.map { $0 * 0.125 })
    }
    return weights
  }
}
