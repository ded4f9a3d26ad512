import Architectures
import Inference
import Tensors
import Testing

@Suite struct SessionTests {
  private func model(_ name: String = "b0") throws -> Model {
    let network = try #require(GoldenFixture.network(name, .same))
    return try Model(network: network, weights: GoldenFixture.weights(network))
  }

  @Test func resumingFromALayersOwnActivationGivesTheSameLogits() throws {
    let model = try model()
    let image = GoldenFixture.image(height: 64, width: 64)
    let points = model.network.layers.indices.filter { $0 % 5 == 0 }
    let options = SessionOptions(taps: Set(points), resumePoints: Set(points))
    let session = try Session(model: model, height: 64, width: 64, options: options)
    let pass = try session.run(image)
    for layer in points.reversed() {
      let activation = try #require(pass.activation(of: layer))
      let again = try session.resume(from: layer, activation: activation)
      #expect(again.logits.elements == pass.logits.elements, "\(model.network.layers[layer].name)")
    }
  }

  @Test func resumingFromAnotherActivationChangesLaterLayersOnly() throws {
    let model = try model()
    let network = model.network
    let layer = try #require(network.layer(named: "stage4.block1"))
    let before = try #require(network.layer(named: "stage3"))
    let after = try #require(network.layer(named: "stage5"))
    let options = SessionOptions(taps: [before, layer, after], resumePoints: [layer])
    let session = try Session(model: model, height: 64, width: 64, options: options)
    let pass = try session.run(GoldenFixture.image(height: 64, width: 64))
    let zeros = Tensor(zeros: try #require(pass.activation(of: layer)).shape)
    let masked = try session.resume(from: layer, activation: zeros)
    #expect(masked.activation(of: before)?.elements == pass.activation(of: before)?.elements)
    #expect(masked.activation(of: after)?.elements != pass.activation(of: after)?.elements)
    #expect(masked.logits.elements != pass.logits.elements)
  }

  @Test func foldedWeightsHaveTheShapesOfTheLayer() throws {
    let model = try model()
    let stem = try #require(model.foldedWeights(of: 0))
    #expect(stem.weight.shape == [32, 3, 3, 3])
    #expect(stem.bias.shape == [32])
    let add = try #require(model.network.layer(named: "stage3.block2"))
    #expect(model.foldedWeights(of: add) == nil)
  }

  @Test func wrongShapesAndMissingWeightsAreErrorsWithNames() throws {
    let model = try model()
    let session = try Session(model: model, height: 32, width: 32)
    #expect(throws: InferenceError.inputShape(expected: [1, 3, 32, 32], found: [1, 3, 32, 33])) {
      _ = try session.run(Tensor(zeros: [1, 3, 32, 33]))
    }
    var weights = GoldenFixture.weights(model.network)
    weights["classifier.bias"] = Tensor(zeros: [10])
    #expect(
      throws: InferenceError.weightShape(name: "classifier.bias", expected: [1000], found: [10])
    ) { _ = try Model(network: model.network, weights: weights) }
    weights["classifier.bias"] = nil
    #expect(throws: InferenceError.missingWeight(name: "classifier.bias", network: "b0")) {
      _ = try Model(network: model.network, weights: weights)
    }
    // Layers are packed in parallel, but the error names the first one.
    let stem = try #require(model.network.parameters.first?.name)
    weights[stem] = nil
    #expect(throws: InferenceError.missingWeight(name: stem, network: "b0")) {
      _ = try Model(network: model.network, weights: weights)
    }
  }

  @Test func theEnvironmentVariableForcesAnInstructionSetOrThrows() throws {
    #expect(try InstructionSet.chosen(environment: nil) == .detected)
    #expect(try InstructionSet.chosen(environment: "scalar") == .scalar)
    #expect(throws: InferenceError.unknownInstructionSet(name: "mmx")) {
      _ = try InstructionSet.chosen(environment: "mmx")
    }
    if !InstructionSet.avx512.isSupported {
      #expect(throws: InferenceError.unsupportedInstructionSet(.avx512)) {
        _ = try InstructionSet.chosen(environment: "avx512")
      }
    }
    #expect(
      InferenceError.unknownInstructionSet(name: "mmx").why
        == "there is no instruction set 'mmx', which EFFSCOPE_ISA names")
  }
}
