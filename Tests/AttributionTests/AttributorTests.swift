import Architectures
import Attribution
import Inference
import Tensors
import Testing

@Suite("An attributor")
struct AttributorTests {
  private static let size = 64

  static func attributor(
    _ name: String = "lite0-same", threads: Int = 2, size: Int = size
  ) throws -> Attributor {
    let network = try #require(GoldenFixture.network(name))
    let weights = GoldenFixture.weights(network)
    let model = try Model(network: network, weights: weights)
    return try Attributor(
      model: model, head: LinearHead(network: network, weights: weights), height: size,
      width: size, threads: threads)
  }

  private let image = GoldenFixture.image(height: size, width: size)

  /// Settings with few passes.
  private static let settings = MethodSettings(channels: 3, samples: 2, seed: 4)

  private static func request(
    _ method: any AttributionMethod, _ layer: Int, target: Target = .logit(7),
    smoothing: Smoothing = .none
  ) -> MapRequest {
    MapRequest(
      method: method, layer: layer, target: target, smoothing: smoothing, settings: settings)
  }

  @Test(
    "computes every method's map at an early and at the last stage",
    arguments: ["b0-same", "lite0-same"])
  func everyMethod(_ name: String) throws {
    let attributor = try Self.attributor(name)
    let network = attributor.model.network
    let stage4 = try #require(network.layer(named: "stage4"))
    let head = network.lastStageOutput
    let requests = AttributionMethods.all.flatMap { method in
      (method.name == "cam" ? [head] : method.isPixelLevel ? [0] : [stage4, head])
        .map { Self.request(method, $0) }
    }
    let answers = try attributor.answer(requests, image: image) { _ in true }
    #expect(answers.map(\.request.method.name) == requests.map(\.method.name))
    for answer in answers {
      let name = answer.request.method.name
      #expect(answer.map.isFinite, "\(name)")
      #expect(answer.map.values.contains { $0 != 0 }, "\(name)")
      #expect(!answer.isPartial, "\(name)")
      let shape = network.shapes(height: 64, width: 64)[answer.request.layer]
      if answer.request.method.name == "occlusion" {
        #expect(answer.map.height == 14)
      } else if answer.request.method.isPixelLevel {
        #expect(answer.map.height == 64 && answer.map.width == 64, "\(name)")
      } else {
        #expect(answer.map.height == shape.height && answer.map.width == shape.width, "\(name)")
      }
    }
  }

  @Test("gives the same maps for any number of threads and requests")
  func threadsAndQuestions() throws {
    let one = try Self.attributor("b0-same", threads: 1)
    let many = try Self.attributor("b0-same", threads: 3)
    let layer = try #require(one.model.network.layer(named: "stage5"))
    let requests = AttributionMethods.all.filter { $0.name != "cam" }
      .map { Self.request($0, layer) }
    let together = try many.answer(requests, image: image) { _ in true }
    for (request, answer) in zip(requests, together) {
      let alone = try #require(try one.answer([request], image: image) { _ in true }.first)
      #expect(
        relativeDifference(alone.map.values, answer.map.values) <= 1e-6,
        "\(request.method.name)")
    }
  }

  @Test(
    "reuses an observation with identical results",
    arguments: [Smoothing.none, .augment])
  func observation(_ smoothing: Smoothing) throws {
    let attributor = try Self.attributor("b0-same")
    let network = attributor.model.network
    let stage4 = try #require(network.layer(named: "stage4"))
    let methods: [any AttributionMethod] = try [
      "grad-cam", "layer-cam", "eigen-cam", "shapley-cam",
    ].map { try AttributionMethods.named($0) }
    let kinds = methods.map { Self.request($0, stage4, smoothing: smoothing) }
    let observation = try attributor.observe(
      image, for: kinds, taps: [network.lastStageOutput])
    let best = try #require(
      observation.logits.indices.max { first, second in
        observation.logits[first] < observation.logits[second]
      })
    let requests = kinds.map { kind in
      var request = kind
      request.target = .logit(best)
      return request
    }
    var total = 0
    let shared = try attributor.answer(requests, image: image, after: observation) {
      total = $0.total
      return true
    }
    let apart = try Self.attributor("b0-same").answer(requests, image: image)
    for (one, other) in zip(shared, apart) {
      let name = one.request.method.name
      #expect(one.map.values.map(\.bitPattern) == other.map.values.map(\.bitPattern), "\(name)")
      #expect(one.passes.forward == other.passes.forward - 1, "\(name)")
      #expect(one.score == other.score, "\(name)")
    }
    let forecast = try attributor.forecast(requests, isObserved: true)
    #expect(forecast.passes.total == total)
    // Another image has replaced the session's data, so the pass must be run again.
    _ = try attributor.observe(
      Tensor(zeros: image.shape), for: kinds, taps: [network.lastStageOutput])
    let again = try attributor.answer(requests, image: image, after: observation)
    #expect(again.map(\.map) == apart.map(\.map))
    #expect(again.map(\.passes.forward) == apart.map(\.passes.forward))
  }

  @Test("runs as many passes as it forecasts")
  func forecast() throws {
    let attributor = try Self.attributor()
    let network = attributor.model.network
    let layer = try #require(network.layer(named: "stage6"))
    for method in AttributionMethods.all where method.name != "cam" {
      for smoothing in [Smoothing.none, .augment] where smoothing == .none || !method.isPixelLevel {
        let request = Self.request(method, layer, smoothing: smoothing)
        let forecast = try attributor.forecast([request])
        var last = 0
        var total = 0
        let answer = try #require(
          try attributor.answer([request], image: image) {
            last = $0.done
            total = $0.total
            return true
          }.first)
        #expect(forecast.passes == answer.passes, "\(method.name) \(smoothing)")
        #expect(total == forecast.passes.total, "\(method.name) \(smoothing)")
        #expect(last == total, "\(method.name) \(smoothing)")
        #expect(forecast.seconds > 0 && forecast.seconds.isFinite, "\(method.name) \(smoothing)")
      }
    }
  }

  @Test("returns a partial map after cancellation")
  func cancelled() throws {
    let attributor = try Self.attributor()
    let layer = try #require(attributor.model.network.layer(named: "stage3"))
    var request = Self.request(try AttributionMethods.named("score-cam"), layer)
    request.settings.channels = 20
    let partial = try #require(
      try attributor.answer([request], image: image) { $0.done < 7 }.first)
    #expect(partial.isPartial)
    #expect(partial.passes.forward < 21)
    #expect(partial.map.isFinite)
    // The partial map equals the map with the channel count limited to that number.
    request.settings.channels = partial.passes.forward - 1
    let bounded = try #require(try attributor.answer([request], image: image).first)
    #expect(bounded.map == partial.map)
    #expect(!bounded.isPartial)
    #expect(throws: AttributionError.cancelled(method: "score-cam")) {
      try attributor.answer([request], image: image) { _ in false }
    }
  }

  @Test("rejects impossible requests before any pass")
  func refusals() throws {
    let attributor = try Self.attributor()
    var passes = 0
    #expect(throws: AttributionError.needsLastStage(method: "cam")) {
      try attributor.answer([Self.request(CAM(), 3)], image: image) {
        passes = $0.done
        return true
      }
    }
    let rise = try AttributionMethods.named("rise")
    #expect(throws: AttributionError.nothingToProject(method: "rise")) {
      try attributor.answer([Self.request(rise, 3, smoothing: .eigen)], image: image)
    }
    #expect(passes == 0)
    #expect(throws: AttributionError.self) {
      try attributor.answer([Self.request(GradCAM(), 3)], image: Tensor(zeros: [1, 3, 8, 8]))
    }
  }

  @Test("gives the logits of many inputs in order, equal to single runs")
  func manyInputs() throws {
    let attributor = try Self.attributor()
    let image = image
    let logits = try attributor.logits(count: 5) { _ in
      true
    } fill: { index, input in
      for place in input.indices {
        input[place] = image.storage.buffer[place] * Float(index + 1) / 5
      }
    }
    let session = try Session(model: attributor.model, height: 64, width: 64)
    for (index, found) in logits.enumerated() {
      let scaled = Tensor(
        shape: image.shape, image.elements.map { $0 * Float(index + 1) / 5 })
      let expected = try session.run(scaled).logits.elements
      #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test("gives activations and gradients of a layer")
  func evidence() throws {
    let attributor = try Self.attributor("b0-same")
    let layer = try #require(attributor.model.network.layer(named: "stage7"))
    let activations = try attributor.activations(of: layer, image: image)
    let gradients = try attributor.gradients(of: .logit(7), at: layer, image: image)
    let answer = try #require(
      try attributor.answer([Self.request(HiResCAM(), layer)], image: image).first)
    #expect(activations.shape == gradients.shape)
    let product = zip(activations.elements, gradients.elements).map { Double($0 * $1) }
    #expect(abs(product.reduce(0, +) - answer.map.sum) < 1e-4)
  }
}
