import Architectures
import Attribution
import Checkpoints
import Explanations
import Inference
import Support
import Tensors

/// Checks whether a method's map depends on the trained weights.
///
/// The weights are replaced by random ones, stage after stage from the classifier down (cascading),
/// then one stage at a time (independent). A map that hardly changes explains the image, not the
/// network.
/// Adebayo et al. 2018, Sanity Checks for Saliency Maps, https://arxiv.org/abs/1810.03292
package struct SanityCheck: Sendable {
  package var network: NetworkRequest
  /// The checked methods; always includes Random-CAM.
  package let methods: [any AttributionMethod]
  /// Layer name; nil for the last stage.
  package var layer: String?
  package var target = TargetClass.top(1)
  /// Seed of the random weights.
  package var seed: UInt64 = 0
  /// Number of random weight sets to average over, at least 1.
  package var draws = 3
  package var settings = MethodSettings()

  package init(network: NetworkRequest, methods: [any AttributionMethod]) {
    self.network = network
    self.methods = EvaluationRequest.withBaseline(methods)
  }

  /// Runs the check; `progress` gets finished and total networks, and returns false to cancel.
  ///
  /// After cancellation the report holds the finished steps; before the original maps it throws.
  package func run(
    _ photograph: Photograph, progress: (Int, Int) -> Bool = { _, _ in true }
  ) throws(Failure) -> SanityReport {
    precondition(draws > 0, "a check needs a draw, not \(draws)")
    let loaded = try NetworkLoader.load(network)
    let checkpoint = try NetworkLoader.checkpoint(network)
    let place = try EvaluationRequest.layer(layer, methods: methods, in: loaded)
    try photograph.check(channels: loaded.recipe.channels)
    let image = photograph.prepared(for: loaded.recipe).tensor
    let classification = try ExplanationRunner(loaded).examine(photograph).classification
    let classes = try classification.classes(target)
    guard classes.count == 1 else {
      throw Failure(
        .usage, "can't check", photograph.name,
        because: "the check is about one class, not \(classes.count)",
        advice: "use \(OptionName.class) top")
    }
    let questions = methods.map {
      MapRequest(method: $0, layer: place.index, target: .logit(classes[0]), settings: settings)
    }
    let randomization = WeightRandomization(
      network: loaded.network, weights: checkpoint.weights)
    let total = 1 + 2 * randomization.parts.count * draws
    var done = 0
    let originals = try maps(loaded.model, loaded.head, questions, image, loaded.threads) {
      progress(done, total)
    }
    guard let first = originals.first, originals.count == questions.count else {
      throw Failure(AttributionError.cancelled(method: "sanity"))
    }
    var report = SanityReport(
      image: photograph.name, network: loaded, target: classification.prediction(classes[0]),
      layer: place.name, methods: methods.map(\.name) + [SanityReport.edgeDetector], seed: seed,
      draws: draws, edgeCorrelations: Self.edgeCorrelations(methods, originals, image),
      window: structuralSimilarityWindow(height: first.height, width: first.width))
    done = 1
    // Until the last step is done.
    report.isInterrupted = true
    for order in WeightRandomization.Order.allCases {
      for step in randomization.parts.indices {
        var similarities: [[MapSimilarity]] = []
        for draw in 0..<draws {
          guard progress(done, total) else { return report }
          let weights = randomization.weights(order, step: step, seed: seed &+ UInt64(draw))
          let model = try Self.model(loaded.network, weights)
          let found = try maps(
            model, LinearHead(network: loaded.network, weights: weights), questions, image,
            loaded.threads
          ) { progress(done, total) }
          guard found.count == questions.count else { return report }
          similarities.append(zip(found, originals).map { MapSimilarity($0, to: $1) })
          done += 1
        }
        report.steps.append(
          self.step(order, randomization.parts[step].name, similarities, image, originals))
      }
    }
    _ = progress(done, total)
    report.isInterrupted = false
    return report
  }

  /// The mean over draws, and the edge detector, whose map is always the same.
  private func step(
    _ order: WeightRandomization.Order, _ part: String, _ draws: [[MapSimilarity]],
    _ image: Tensor, _ originals: [AttributionMap]
  ) -> SanityStep {
    var similarities: [String: MapSimilarity] = [:]
    for (index, method) in methods.enumerated() {
      similarities[method.name] = MapSimilarity(meanOf: draws.map { $0[index] })
    }
    let edges = edgeMap(of: image, height: originals[0].height, width: originals[0].width)
    similarities[SanityReport.edgeDetector] = MapSimilarity(edges, to: edges)
    return SanityStep(order: order.rawValue, part: part, similarities: similarities)
  }

  /// The methods' maps under one set of weights; fewer after cancellation.
  private func maps(
    _ model: Model, _ head: LinearHead?, _ questions: [MapRequest], _ image: Tensor,
    _ threads: Int, _ isWanted: () -> Bool
  ) throws(Failure) -> [AttributionMap] {
    do throws(AttributionError) {
      let attributor = try Attributor(
        model: model, head: head, height: image.shape[2], width: image.shape[3], threads: threads)
      let answers = try attributor.answer(questions, image: image) { _ in isWanted() }
      return answers.filter { !$0.isPartial }.map(\.map)
    } catch {
      if case .cancelled = error { return [] }
      throw Failure(error)
    }
  }

  private static func model(_ network: Network, _ weights: StateDictionary) throws(Failure) -> Model
  {
    do throws(InferenceError) {
      return try Model(network: network, weights: weights)
    } catch {
      throw Failure(error)
    }
  }

  private static func edgeCorrelations(
    _ methods: [any AttributionMethod], _ maps: [AttributionMap], _ image: Tensor
  ) -> [String: Double] {
    var found = [SanityReport.edgeDetector: 1.0]
    for (method, map) in zip(methods, maps) {
      let edges = edgeMap(of: image, height: map.height, width: map.width)
      found[method.name] = spearman(map.values, edges.values)
    }
    return found
  }
}
