import Architectures
import Attribution
import Checkpoints
import Inference
import Tensors
import Testing

/// b0 with other heads against torch, timm and autograd; see Tests/Golden/heads.py.
@Suite("A head as people build it")
struct HeadGoldenTests {
  private static let size = 96
  private static let cases = HeadCases.all.keys.sorted()

  private struct Golden {
    var target = 0
    var logits: [Float] = []
    var probabilities: [Float] = []
    /// Raw Grad-CAM maps, (3, 3) and (6, 6).
    var stage9: [Float] = []
    var stage6: [Float] = []
  }

  private static func golden(_ name: String) throws -> Golden {
    var rest = try GoldenFixture.array("heads")[...]
    func take(_ count: Int) -> [Float] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    for line in try GoldenFixture.lines("heads") {
      let words = line.split(separator: " ").map(String.init)
      let count = try #require(Int(words[2]))
      let hasProbabilities = HeadCases.all[words[0]]?.output != .linear
      var golden = Golden()
      golden.target = try #require(Int(words[1]))
      golden.logits = take(count)
      golden.probabilities = hasProbabilities ? take(count) : []
      golden.stage9 = take(9)
      golden.stage6 = take(36)
      if words[0] == name { return golden }
    }
    throw MissingCase(name: name)
  }

  private struct MissingCase: Error { let name: String }

  @Test("gives the reference's logits, probabilities and Grad-CAM maps", arguments: cases)
  func matchesReference(_ name: String) throws {
    let golden = try Self.golden(name)
    let (network, weights) = try #require(HeadCases.network(name))
    let stages = ["stage9", "stage6"].compactMap(network.layer(named:))
    let image = GoldenFixture.image(height: Self.size, width: Self.size)
    // The operators' own tests run on every set; whole networks do so for two heads.
    let isEverywhere = ["generalised-mean", "batch-norms"].contains(name)
    for set in InstructionSet.supported where isEverywhere || set == .detected {
      let model = try Model(
        network: network, weights: weights,
        configuration: EngineConfiguration(instructionSet: .only(set)))
      for threads in [1, 2] where threads == 1 || set == .detected {
        let attributor = try Attributor(
          model: model, head: LinearHead(network: network, weights: weights), height: Self.size,
          width: Self.size, threads: threads)
        let observed = try attributor.observe(image, for: [])
        #expect(relativeDifference(observed.logits, golden.logits) < 1e-4, "\(set.rawValue)")
        let probabilities = network.outputActivation.probabilities(observed.logits) ?? []
        #expect(probabilities.count == golden.probabilities.count)
        for (found, expected) in zip(probabilities, golden.probabilities) {
          #expect(abs(found - Double(expected)) < 1e-4)
        }
        let maps = try attributor.answer(
          stages.map { MapRequest(method: GradCAM(), layer: $0, target: .logit(golden.target)) },
          image: image)
        #expect(maps.count == 2)
        for (map, expected) in zip(maps, [golden.stage9, golden.stage6]) {
          #expect(relativeDifference(map.map.values, expected) < 2e-4, "\(set.rawValue)")
        }
      }
    }
  }

  @Test("has CAM exactly if its logits are linear in the features", arguments: cases)
  func closedForm(_ name: String) throws {
    let golden = try Self.golden(name)
    let (network, weights) = try #require(HeadCases.network(name))
    let head = LinearHead(network: network, weights: weights)
    let isLinear = ["affine", "temperature", "thousand", "one-logit"].contains(name)
    #expect((head != nil) == isLinear)
    #expect((network.objectionToLinearHead == nil) == isLinear)
    let model = try Model(network: network, weights: weights)
    let attributor = try Attributor(
      model: model, head: head, height: Self.size, width: Self.size)
    let layer = network.lastStageOutput
    let image = GoldenFixture.image(height: Self.size, width: Self.size)
    let target = Target.logit(golden.target)
    func map(_ method: any AttributionMethod, _ attributor: Attributor) throws -> AttributionMap {
      try #require(
        attributor.answer([MapRequest(method: method, layer: layer, target: target)], image: image)
          .first
      ).map
    }
    guard let head else {
      #expect(throws: AttributionError.self) { try map(CAM(), attributor) }
      return
    }
    // The mean of CAM and the bias are the score.
    let bias = Double(head.bias(seed: target.seed(golden.logits)))
    let mean = try map(CAM(), attributor).sum / 9
    let score = Double(target.score(golden.logits))
    #expect(abs(mean + bias - score) < 1e-4 * max(1, abs(score)))
    // Closed forms equal the passes that need no closed form.
    let plain = try Attributor(model: model, head: nil, height: Self.size, width: Self.size)
    for name in ["grad-cam", "ablation-cam", "xgrad-cam"] {
      let method = try AttributionMethods.named(name)
      let (short, long) = (try map(method, attributor), try map(method, plain))
      #expect(relativeDifference(short.values, long.values) < 1e-3, "\(name)")
    }
  }
}

/// The heads of Tests/Golden/heads.py.
enum HeadCases {
  static let all: [String: (output: OutputActivation, head: Head)] = {
    let (features, hidden, classes) = (1280, 24, 5)
    func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> HeadOperator {
      .fullyConnected(FullyConnected(name: name, inputs: inputs, outputs: outputs))
    }
    func norm(_ name: String, _ epsilon: Double = 1e-5) -> HeadOperator {
      .batchNormalization(BatchNormalization(name: name, epsilon: epsilon))
    }
    func pooled(_ pooling: GlobalPooling, from inputs: Int = features) -> Head {
      Head(pooling: pooling, operators: [linear("classifier", inputs, classes)])
    }
    var all: [String: (output: OutputActivation, head: Head)] = [
      "maximum": (.softmax, pooled(.maximum)),
      "average-maximum": (.softmax, pooled(.averageMaximum)),
      "average-then-maximum": (.softmax, pooled(.averageThenMaximum, from: 2 * features)),
      "generalised-mean": (.sigmoid, pooled(.generalizedMean(power: 3, epsilon: 1e-6))),
      "generalised-mean-2.5": (.softmax, pooled(.generalizedMean(power: 2.5, epsilon: 1e-3))),
      "batch-norms": (
        .softmax,
        Head(operators: [
          norm("head.1"), linear("head.2", features, hidden), .vector(.activation(.relu)),
          norm("head.3", 1e-3), linear("classifier", hidden, classes),
        ])
      ),
      "layer-norm": (
        .softmax,
        Head(operators: [
          .vector(.layerNormalization(LayerNormalization(name: "head.1", epsilon: 1e-6))),
          linear("classifier", features, classes),
        ])
      ),
      "affine": (
        .sigmoid,
        Head(operators: [
          norm("head.1"), linear("head.2", features, hidden), .vector(.scale(0.5)),
          norm("head.3"), linear("classifier", hidden, classes), .vector(.scale(1.5)),
        ])
      ),
      "temperature": (
        .softmax,
        Head(operators: [linear("classifier", features, classes), .vector(.scale(0.25))])
      ),
      "thousand": (
        .linear,
        Head(operators: [
          linear("head.1", features, 1000), linear("classifier", 1000, classes),
        ])
      ),
      "cosine": (
        .softmax,
        Head(operators: [
          .vector(.unitLength(epsilon: 1e-12)), linear("classifier", features, classes),
          .vector(.scale(16)),
        ])
      ),
      "one-logit": (.sigmoid, Head(operators: [linear("classifier", features, 2)])),
    ]
    for activation in HeadActivation.allCases {
      all[activation.rawValue] = (
        .softmax,
        Head(operators: [
          linear("head.1", features, hidden), .vector(.activation(activation)),
          linear("classifier", hidden, classes),
        ])
      )
    }
    return all
  }()

  /// b0 with the head of a case, and its seeded weights.
  static func network(_ name: String) -> (Network, StateDictionary)? {
    guard let sample = all[name] else { return nil }
    var options = NetworkOptions(padding: .same, batchNormEpsilon: 1e-3)
    options.head = sample.head
    options.outputActivation = sample.output
    guard let network = Variant.named("b0")?.network(options) else { return nil }
    var weights = GoldenFixture.weights(network)
    if name == "one-logit" { weights.makeTwoSided() }
    return (network, weights)
  }
}

extension StateDictionary {
  /// Draws one seeded row w and b for the classifier, and stores the rows −w, w and −b, b.
  fileprivate mutating func makeTwoSided() {
    let one = FullyConnected(name: "classifier", inputs: 1280, outputs: 1)
    for parameter in Operator.fullyConnected(one).parameters {
      let row = SeededWeights(seed: GoldenFixture.seed).tensor(for: parameter)
      self[parameter.name] = Tensor(
        shape: [2] + row.shape.dropFirst(), row.elements.map { -$0 } + row.elements)
    }
  }
}
