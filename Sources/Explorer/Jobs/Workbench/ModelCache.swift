import Architectures
import Attribution
import Evaluation
import Explanations
import Support

/// The networks used last, each with its runner, its last examination and its last maps.
///
/// All calls of `ExplanationRunner` stand in this file.
package struct ModelCache {
  private struct Entry {
    let asked: AskedNetwork
    let runner: ExplanationRunner
    var examination: Examination?
    /// The examined photograph's file.
    var file: FileFacts?
    /// Runs with the taps of one block, so that stepping evicts no forward pass of `runner`.
    var stepper: (block: Range<Int>, runner: ExplanationRunner)?
    /// The last maps, the newest last.
    var explanations: [(question: MapQuestion, explanation: Explanation)] = []
  }

  /// The callbacks of the job that uses the cache.
  var context = JobContext()
  private var entries: [Entry] = []
  /// The command line's choices: preprocessing, class names, dialect and the like.
  let base: NetworkRequest

  init(asked base: NetworkRequest) { self.base = base }

  /// Loaded networks that are kept; the weights of b7 take 270 MB.
  private static let entryLimit = 2
  private static let explanationLimit = 8
  private static let curveSteps = 40
  /// Forward passes of both curves.
  static let curvePasses = 2 * (curveSteps + 1)

  /// A network, loaded if need be.
  mutating func network(_ asked: AskedNetwork) throws(Failure) -> LoadedNetwork {
    entries[try entry(for: asked)].runner.network
  }

  /// The examination of the photograph at a path; computed unless it is the network's last one.
  mutating func examination(_ asked: AskedNetwork, _ path: String) throws(Failure)
    -> Examination
  {
    let index = try entry(for: asked)
    let file = FileFacts(of: RawPath(path))
    if let last = entries[index].examination, last.photograph.name == path {
      if entries[index].file == file { return last }
      entries[index].explanations.removeAll { $0.question.picture == path }
    }
    try context.checkCancellation()
    context.progress(nil, "classifying \(path.lastPathComponent)")
    let photograph = try Photograph(reading: path, pixelLimit: base.pixelLimit)
    try context.checkCancellation()
    let runner = entries[index].runner
    // The tap makes CAM of the last stage free.
    let examination = try runner.examine(
      photograph, layers: [runner.network.network.lastStageOutput])
    entries[index].examination = examination
    entries[index].file = file
    return examination
  }

  /// The map of a question; computed unless it is one of the network's last ones.
  ///
  /// A partial map, of a method that was cancelled, is returned but not kept.
  mutating func explanation(_ question: MapQuestion) throws(Failure) -> Explanation {
    let examination = try examination(question.network, question.picture)
    let index = try entry(for: question.network)
    let known = entries[index].explanations.last { $0.question == question }
    if let known { return known.explanation }
    let asked = try ExplanationQuestion(question)
    let made = try entries[index].runner.explain(
      examination, [asked],
      progress: { progress in
        if progress.total > 3 {
          let left = progress.secondsRemaining.map {
            ", \(Numbers.time(milliseconds: $0 * 1e3)) left"
          }
          context.progress(
            progress.fraction,
            "\(asked.method.title): pass \(progress.done) of \(progress.total)\(left ?? "")")
        }
        return !context.isCancelled()
      })
    guard let explanation = made.first else {
      throw Failure(AttributionError.cancelled(method: question.method))
    }
    if !explanation.isPartial {
      entries[index].explanations.append((question, explanation))
      if entries[index].explanations.count > Self.explanationLimit {
        entries[index].explanations.removeFirst()
      }
    }
    return explanation
  }

  mutating func forecast(_ question: MapQuestion) throws(Failure) -> ForecastFacts {
    let examination = try examination(question.network, question.picture)
    let runner = entries[try entry(for: question.network)].runner
    let forecast = try runner.forecast(examination, [try ExplanationQuestion(question)])
    return ForecastFacts(passes: forecast.passes.total, seconds: forecast.seconds)
  }

  /// Insertion and deletion curves of a map, as the metrics define them but in fewer steps.
  mutating func curves(_ question: MapQuestion) throws(Failure) -> CurveFacts {
    let explanation = try explanation(question)
    let runner = entries[try entry(for: question.network)].runner
    guard explanation.target.probability != nil else {
      throw Failure(
        .usage, "can't insert and delete pixels", nil,
        because: "the network's outputs are plain numbers without probabilities")
    }
    let image = explanation.examination.image.tensor
    let context = context
    do throws(AttributionError) {
      let attributor = try runner.attributor(height: image.shape[2], width: image.shape[3])
      let probe = FaithfulnessProbe(
        image: image.reshaped(Array(image.shape.dropFirst())), index: question.target,
        probability: explanation.target.probability ?? 0, map: explanation.map,
        settings: MetricSettings(steps: Self.curveSteps),
        output: attributor.model.network.outputActivation
      ) { count, fill throws(AttributionError) in
        try attributor.logits(
          count: count,
          progress: { progress in
            context.progress(progress.fraction, "inserting and deleting pixels")
            return !context.isCancelled()
          }, fill: fill)
      } explainer: { _ throws(AttributionError) in
        // Insertion and deletion change pixels only; neither needs another map.
        throw .cancelled(method: question.method)
      }
      func curve(_ metric: some FaithfulnessMetric) throws(AttributionError) -> CurveFacts.Curve {
        guard let reading = try metric.readings(probe).first, let curve = reading.curve else {
          throw .cancelled(method: question.method)
        }
        return CurveFacts.Curve(probabilities: curve.probabilities, area: reading.value)
      }
      return CurveFacts(insertion: try curve(Insertion()), deletion: try curve(Deletion()))
    } catch {
      throw Failure(error)
    }
  }

  /// The output of a layer and what it reads; one forward pass gives all layers of its block.
  mutating func activation(_ question: StepQuestion) throws(Failure) -> StepAnswer {
    let examination = try examination(question.network, question.picture)
    let index = try entry(for: question.network)
    let network = examination.network.network
    guard network.layers.indices.contains(question.layer) else {
      throw Failure(
        .usage, "unknown layer", "\(question.layer)",
        because: "\(network.name) has \(network.layers.count) layers")
    }
    try context.checkCancellation()
    let block = network.neighbours(of: question.layer)
    let known = entries[index].stepper.flatMap { $0.block == block ? $0.runner : nil }
    let runner = known ?? ExplanationRunner(examination.network)
    entries[index].stepper = (block, runner)
    let tapped = Set(block).union(network.layers[block].flatMap(\.inputs))
    let outputs = try runner.activations(
      of: tapped.filter { $0 != Layer.image }.sorted(), in: examination)
    guard let values = outputs[question.layer] else {
      preconditionFailure("layer \(question.layer) is not in its block \(block)")
    }
    return StepAnswer(
      question: question,
      activation: LayerActivation(layer: question.layer, values: values, of: examination),
      source: LayerSource(layer: question.layer, of: examination.network.model) {
        $0 == Layer.image ? examination.image.tensor : outputs[$0]
      })
  }

  /// The request for `asked`; the command line's choices hold for its own network only.
  private func request(for asked: AskedNetwork) -> NetworkRequest {
    var request = NetworkRequest()
    if asked.checkpoint == base.checkpoint, base.variant ?? asked.variant == asked.variant {
      request = base
    }
    request.pixelLimit = base.pixelLimit
    request.variant = asked.variant
    request.checkpoint = asked.checkpoint
    return request
  }

  private mutating func entry(for asked: AskedNetwork) throws(Failure) -> Int {
    if let index = entries.firstIndex(where: { $0.asked == asked }) { return index }
    context.progress(nil, "loading \(asked.variant)")
    let network = try NetworkLoader.load(request(for: asked))
    if entries.count >= Self.entryLimit { entries.removeFirst() }
    entries.append(Entry(asked: asked, runner: ExplanationRunner(network)))
    return entries.count - 1
  }
}

extension ExplanationQuestion {
  /// The runner's question; refuses unknown methods, as the runner refuses unknown layers.
  fileprivate init(_ question: MapQuestion) throws(Failure) {
    let method = try ExplanationRequest.method(question.method)
    self.init(
      ExplanationRequest(method: method, layers: method.isPixelLevel ? [] : [question.layer]),
      target: question.target, versus: question.versus)
  }
}

extension Network {
  /// The layers of a layer's block; of its stage if it belongs to none.
  fileprivate func neighbours(of layer: Int) -> Range<Int> {
    let stage = stages[layers[layer].stage - 1]
    guard let number = layers[layer].block else { return stage.layers }
    return stage.blocks[number - 1].layers
  }
}
