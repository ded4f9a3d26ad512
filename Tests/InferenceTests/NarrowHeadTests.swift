import Architectures
import Attribution
import Inference
import Support
import Tensors
import Testing

/// Heads of other operators in narrow number types: only the convolutions are narrow, so a head
/// changes the logits no more than its inputs do.
@Suite("Narrow number types with heads as people build them")
struct NarrowHeadTests {
  private static func connected(_ name: String, _ inputs: Int, _ outputs: Int) -> HeadOperator {
    .fullyConnected(FullyConnected(name: name, inputs: inputs, outputs: outputs))
  }

  static let heads: [String: Head] = [
    "hidden": Head(operators: [
      connected("head.1", 1280, 32), .vector(.activation(.gelu)), connected("classifier", 32, 6),
    ]),
    "layer-norm": Head(operators: [
      .vector(.layerNormalization(LayerNormalization(name: "head.1", epsilon: 1e-5))),
      connected("classifier", 1280, 6),
    ]),
    "batch-norm": Head(
      pooling: .averageThenMaximum,
      operators: [
        .batchNormalization(BatchNormalization(name: "head.1", epsilon: 1e-5)),
        connected("classifier", 2560, 6),
      ]),
    "generalised-mean": Head(
      pooling: .generalizedMean(power: 3, epsilon: 1e-6),
      operators: [connected("classifier", 1280, 6)]),
    "cosine": Head(
      pooling: .averageMaximum,
      operators: [
        .vector(.unitLength(epsilon: 1e-12)), connected("classifier", 1280, 6),
        .vector(.scale(8)),
      ]),
  ]

  private static func network(_ head: Head) throws -> Network {
    var options = NetworkOptions()
    options.head = head
    options.outputActivation = .sigmoid
    return try #require(Variant.named("b0")).network(options)
  }

  private static let image = GoldenFixture.image(height: 96, width: 96)

  private func logits(
    _ network: Network, _ precision: EngineConfiguration.Precision, _ set: InstructionSet,
    ranges: ActivationRanges?, threads: Int = 1
  ) throws -> [Float] {
    let model = try Model(
      network: network, weights: GoldenFixture.weights(network),
      configuration: EngineConfiguration(instructionSet: .only(set), precision: precision),
      ranges: ranges)
    return try Session(model: model, height: 96, width: 96, threads: threads)
      .run(Self.image).logits.elements
  }

  private static func ranges(_ network: Network) throws -> ActivationRanges? {
    let calibration = RangeCalibration(
      model: try Model(network: network, weights: GoldenFixture.weights(network)))
    try calibration.run(image)
    return calibration.ranges
  }

  @Test("gives logits close to those of float32", arguments: heads.keys.sorted())
  func isClose(_ name: String) throws {
    let network = try Self.network(try #require(Self.heads[name]))
    #expect(network.classes == 6 && network.isMultiLabel)
    let ranges = try Self.ranges(network)
    let wide = try logits(network, .float32, .scalar, ranges: nil)
    for (precision, limit): (EngineConfiguration.Precision, Float) in [
      (.bfloat16, 0.03), (.int8, 0.25),
    ] {
      let narrow = try logits(network, precision, .scalar, ranges: ranges)
      #expect(relativeDifference(narrow, wide) < limit, "\(precision.rawValue)")
      #expect(narrow != wide, "\(precision.rawValue)")
      #expect(
        try logits(network, precision, .scalar, ranges: ranges, threads: 3) == narrow,
        "\(precision.rawValue)")
      let probabilities = try #require(network.outputActivation.probabilities(narrow))
      let expected = try #require(network.outputActivation.probabilities(wide))
      for (found, expected) in zip(probabilities, expected) {
        #expect(abs(found - expected) < Double(limit), "\(precision.rawValue)")
      }
    }
  }

  /// The detected kernels give the scalar ones' logits, or the machine lacks them and says so.
  @Test(arguments: [EngineConfiguration.Precision.bfloat16, .int8])
  func theDetectedKernelsAgreeOrAreMissing(_ precision: EngineConfiguration.Precision) throws {
    let network = try Self.network(try #require(Self.heads["layer-norm"]))
    let ranges = try Self.ranges(network)
    do {
      let found = try logits(network, precision, .detected, ranges: ranges)
      let expected = try logits(network, precision, .scalar, ranges: ranges)
      #expect(relativeDifference(found, expected) < 0.02)
    } catch let error as InferenceError {
      #expect(error == .unsupportedPrecision(precision, .detected))
      #expect(error.status == .unavailable)
    }
  }

  /// A network's ranges belong to its convolutions, so another head needs no new calibration.
  @Test func rangesDoNotDependOnTheHead() throws {
    let texts = try ["hidden", "cosine"].map { name in
      let head = try #require(Self.heads[name])
      let ranges = try Self.ranges(Self.network(head))
      return try #require(ranges).text
    }
    #expect(texts[0] == texts[1])
  }
}
