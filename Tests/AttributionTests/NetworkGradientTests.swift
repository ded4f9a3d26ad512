import Architectures
import Attribution
import Inference
import Tensors
import Testing

@Suite("Gradients of whole networks")
struct NetworkGradientTests {
  static let cases = [
    ("b0-same", 96, 96), ("b0-symmetric", 79, 102), ("b2-same", 64, 96), ("lite0-same", 96, 96),
  ]

  private static func layer(_ name: String, of network: Network) -> Int? {
    name == "image" ? Layer.image : network.layer(named: name)
  }

  /// 64 elements at equal steps.
  private static func samples(_ tensor: Tensor) -> [Float] {
    (0..<64).map { tensor.storage.buffer[$0 * tensor.count / 64] }
  }

  private func session(
    _ name: String, _ height: Int, _ width: Int, _ layers: Set<Int>, _ set: InstructionSet,
    threads: Int = 1
  ) throws -> RecordingSession {
    let network = try #require(GoldenFixture.network(name))
    let model = try Model(
      network: network, weights: GoldenFixture.weights(network),
      configuration: EngineConfiguration(instructionSet: .only(set)))
    return try RecordingSession(
      model: model, height: height, width: width, layers: layers, threads: threads)
  }

  @Test("match torch's autograd at every tensor point", arguments: cases)
  func everyPoint(_ name: String, _ height: Int, _ width: Int) throws {
    let network = try #require(GoldenFixture.network(name))
    let points = try GoldenFixture.lines("\(name)-gradients")
    let expected = try GoldenFixture.array("\(name)-gradients")
    let layers = try points.map { try #require(Self.layer($0, of: network), "\($0)") }
    let sets = name == "b0-same" ? InstructionSet.supported : [.detected]
    for set in sets {
      let session = try session(name, height, width, Set(layers), set)
      let logits = try session.run(GoldenFixture.image(height: height, width: width))
      let gradients = session.gradients(seed: Target.logit(7).seed(logits))
      for (row, layer) in layers.enumerated() {
        let found = Self.samples(try #require(gradients[layer]))
        let difference = relativeDifference(found, Array(expected[row * 64..<(row + 1) * 64]))
        #expect(difference < Tolerance.gradient, "\(points[row]), \(set.rawValue)")
      }
    }
  }

  @Test("are the same for one target layer as for all target layers", arguments: cases)
  func oneLayerAtATime(_ name: String, _ height: Int, _ width: Int) throws {
    let network = try #require(GoldenFixture.network(name))
    let points = try GoldenFixture.lines("\(name)-gradients")
    let expected = try GoldenFixture.array("\(name)-gradients")
    let image = GoldenFixture.image(height: height, width: width)
    for (row, point) in points.enumerated() where row % 5 == 0 || !point.contains(".") {
      let layer = try #require(Self.layer(point, of: network))
      let session = try session(name, height, width, [layer], .detected)
      let logits = try session.run(image)
      let gradient = try #require(session.gradients(seed: Target.logit(7).seed(logits))[layer])
      #expect(
        relativeDifference(
          Self.samples(gradient), Array(expected[row * 64..<(row + 1) * 64])) < Tolerance.gradient,
        "\(point)")
    }
  }

  @Test("of differences, probabilities and contrasts match torch's autograd", arguments: cases)
  func targets(_ name: String, _ height: Int, _ width: Int) throws {
    let network = try #require(GoldenFixture.network(name))
    let expected = try GoldenFixture.array("\(name)-targets")
    let layer = try #require(network.layer(named: "stage4"))
    let session = try session(name, height, width, [layer], .detected)
    let logits = try session.run(GoldenFixture.image(height: height, width: width))
    let targets: [Target] = [
      .difference(7, versus: 281), .probability(7),
      .contrast(7, rivals: [3, 500, 900], strength: 1),
    ]
    for (row, target) in targets.enumerated() {
      let gradient = try #require(session.gradients(seed: target.seed(logits))[layer])
      #expect(
        relativeDifference(
          Self.samples(gradient), Array(expected[row * 64..<(row + 1) * 64])) < Tolerance.gradient,
        "\(target)")
    }
  }

  @Test("are identical for every number of threads")
  func threads() throws {
    let network = try #require(GoldenFixture.network("b0-same"))
    let layer = try #require(network.layer(named: "stage2"))
    let image = GoldenFixture.image(height: 96, width: 96)
    let answers = try [1, 2, 3].map { threads in
      let session = try session("b0-same", 96, 96, [layer], .detected, threads: threads)
      let logits = try session.run(image)
      return try #require(session.gradients(seed: Target.logit(7).seed(logits))[layer]).elements
    }
    for answer in answers.dropFirst() {
      #expect(answer.map(\.bitPattern) == answers[0].map(\.bitPattern))
    }
  }
}
