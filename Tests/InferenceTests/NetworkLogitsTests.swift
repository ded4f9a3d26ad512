import Architectures
import Checkpoints
import Inference
import Tensors
import Testing

@Suite struct NetworkLogitsTests {
  struct Case: Sendable, CustomStringConvertible {
    var name: String
    var padding: PaddingRule
    var instructionSet: InstructionSet
    var description: String { "\(name) \(padding) \(instructionSet.rawValue)" }
  }

  static let cases: [Case] = {
    let networks: [(String, PaddingRule)] = [
      ("b0", .same), ("b0", .symmetric), ("b1", .same), ("b1", .symmetric), ("b2", .same),
      ("b2", .symmetric), ("b3", .same), ("b3", .symmetric), ("b4", .same), ("b4", .symmetric),
      ("lite0", .same), ("lite1", .same),
    ]
    return networks.flatMap { name, padding in
      InstructionSet.supported.filter { set in
        // Slower sets run the smallest networks only.
        set == .detected || (name == "b0" || name == "lite0")
      }.map { Case(name: name, padding: padding, instructionSet: $0) }
    }
  }()

  @Test(arguments: cases)
  func logitsOfSeededWeightsMatchTimm(_ sample: Case) throws {
    let network = try #require(GoldenFixture.network(sample.name, sample.padding))
    let model = try Model(
      network: network, weights: GoldenFixture.weights(network),
      configuration: EngineConfiguration(instructionSet: .only(sample.instructionSet)))
    let side = network.resolution
    let session = try Session(model: model, height: side, width: side)
    let logits = try session.run(GoldenFixture.image(height: side, width: side)).logits.elements
    let expected = try GoldenFixture.array("\(sample.name)-\(sample.padding)-logits")
    #expect(relativeDifference(logits, expected) < Tolerance.network)
  }

  @Test(arguments: InstructionSet.supported)
  func stageOutputsOfB0MatchTimm(_ instructionSet: InstructionSet) throws {
    let network = try #require(GoldenFixture.network("b0", .same))
    let model = try Model(
      network: network, weights: GoldenFixture.weights(network),
      configuration: EngineConfiguration(instructionSet: .only(instructionSet)))
    let outputs = network.stages.map(\.output)
    let session = try Session(model: model, height: 224, width: 224, taps: outputs)
    let pass = try session.run(GoldenFixture.image(height: 224, width: 224))
    let expected = try GoldenFixture.array("b0-same-stages")
    for (row, output) in outputs.enumerated() {
      let elements = try #require(pass.activation(of: output)).elements
      let step = elements.count / 64
      let samples = (0..<64).map { elements[$0 * step] }
      #expect(
        relativeDifference(samples, Array(expected[row * 64..<(row + 1) * 64])) < Tolerance.network,
        "stage \(row + 1)")
    }
  }

  @Test(arguments: ["b0", "lite0"])
  func logitsAreIdenticalForEveryThreadCount(_ name: String) throws {
    let network = try #require(GoldenFixture.network(name, .same))
    let model = try Model(network: network, weights: GoldenFixture.weights(network))
    let image = GoldenFixture.image(height: 97, width: 130)
    let answers = try [1, 2, 3, 7].map { threads in
      try Session(model: model, height: 97, width: 130, threads: threads).run(image).logits.elements
    }
    for answer in answers.dropFirst() {
      #expect(answer.map(\.bitPattern) == answers[0].map(\.bitPattern))
    }
  }

  @Test func fusingOrTappingLayersKeepsResultsWithinTolerance() throws {
    let network = try #require(GoldenFixture.network("b0", .symmetric))
    let weights = GoldenFixture.weights(network)
    let image = GoldenFixture.image(height: 64, width: 96)
    let fused = try Model(network: network, weights: weights)
    let plain = try Model(
      network: network, weights: weights, configuration: EngineConfiguration(fusesLayers: false))
    let everything = Array(network.layers.indices)
    let expected = try Session(model: plain, height: 64, width: 96, taps: everything).run(image)
    let found = try Session(model: fused, height: 64, width: 96).run(image)
    #expect(
      relativeDifference(found.logits.elements, expected.logits.elements) < Tolerance.network)
    for layer in everything {
      let tapped = try Session(model: fused, height: 64, width: 96, taps: [layer]).run(image)
      let one = try #require(tapped.activation(of: layer)).elements
      let other = try #require(expected.activation(of: layer)).elements
      #expect(
        relativeDifference(one, other) < Tolerance.network, "\(network.layers[layer].name)")
    }
  }

  @Test func aRunDoesNotAffectTheNextRun() throws {
    let network = try #require(GoldenFixture.network("lite0", .same))
    let model = try Model(network: network, weights: GoldenFixture.weights(network))
    let session = try Session(model: model, height: 96, width: 96)
    let image = GoldenFixture.image(height: 96, width: 96)
    let first = try session.run(image).logits.elements
    _ = try session.run(Tensor(zeros: [1, 3, 96, 96]))
    #expect(try session.run(image).logits.elements == first)
  }
}
