import Architectures
import Attribution
import Explanations
import Imaging
import Support
import Terminal

/// What the compute lane has open: the networks used last, and the last examination of each.
struct Desk {
  private struct Place {
    var asked: AskedNetwork
    var examiner: ExplanationRunner
    var last: Examination?
    /// Runs with the taps of one block, so that stepping leaves the session for maps alone.
    var stepper: ExplanationRunner
    var lastStep: Step?
    var attributor: Attributor?
    /// The last maps, for export.
    var explanations: [(MapQuestion, Explanation)] = []
  }

  /// One run with a block's layers tapped.
  private struct Step {
    var picture: String
    var layers: Range<Int>
    var examination: Examination
    var fields: [ReceptiveField]
  }

  private var places: [Place] = []

  /// Networks kept ready; b7's weights take 270 MB.
  private static let limit = 2

  /// The network's answer for the photograph at a path, computed unless it was the last one.
  mutating func examination(_ asked: AskedNetwork, _ path: String, _ context: WorkContext)
    throws(Failure) -> Examination
  {
    let index = try place(for: asked, context)
    if let last = places[index].last, last.photograph.name == path { return last }
    try Self.checkWanted(context)
    context.progress(nil, "classifying \(path.lastPathComponent)")
    let photograph = try Photograph(reading: path)
    try Self.checkWanted(context)
    let examiner = places[index].examiner
    let examination = try examiner.examine(
      photograph, layers: [examiner.network.network.lastStageOutput])
    places[index].last = examination
    return examination
  }

  /// Ends a job between its steps once nobody waits for it.
  private static func checkWanted(_ context: WorkContext) throws(Failure) {
    guard context.isCancelled() else { return }
    throw Failure(.interrupted, "stopped", because: "nobody waits for it any more")
  }

  /// The map that a question asks for.
  mutating func explanation(_ question: MapQuestion, _ context: WorkContext) throws(Failure)
    -> Explanation
  {
    let examination = try examination(question.network, question.picture, context)
    let index = try place(for: question.network, context)
    if let known = places[index].explanations.last(where: { $0.0 == question }) { return known.1 }
    let title = AttributionMethods.all.first { $0.name == question.method }?.title ?? ""
    do throws(AttributionError) {
      let attributor = try attributor(at: index, for: examination)
      let asked = try MapRequest(question, in: examination.network.network)
      let answers = try attributor.answer([asked], image: examination.image.tensor) { progress in
        if progress.total > 3 {
          let left = progress.secondsRemaining.map {
            ", \(Numbers.time(milliseconds: $0 * 1e3)) left"
          }
          context.progress(
            progress.fraction,
            "\(title): pass \(progress.done) of \(progress.total)\(left ?? "")")
        }
        return !context.isCancelled()
      }
      guard let answer = answers.first else { throw .cancelled(method: question.method) }
      let explanation = Explanation(
        examination: examination,
        question: ExplanationQuestion(
          ExplanationRequest(
            method: asked.method, layers: asked.method.isPixelLevel ? [] : [question.layer]),
          target: question.target, versus: question.versus),
        map: answer.map, isPartial: answer.isPartial, passes: answer.passes,
        milliseconds: answer.milliseconds)
      if !answer.isPartial {
        places[index].explanations.append((question, explanation))
        if places[index].explanations.count > Self.keptExplanations {
          places[index].explanations.removeFirst()
        }
      }
      return explanation
    } catch {
      throw Failure(error)
    }
  }

  private static let keptExplanations = 8

  /// What a map will cost.
  mutating func forecast(_ question: MapQuestion, _ context: WorkContext) throws(Failure)
    -> ForecastFacts
  {
    let examination = try examination(question.network, question.picture, context)
    let index = try place(for: question.network, context)
    do throws(AttributionError) {
      let attributor = try attributor(at: index, for: examination)
      let forecast = try attributor.forecast([
        try MapRequest(question, in: examination.network.network)
      ])
      return ForecastFacts(
        question: question, passes: forecast.passes.total, seconds: forecast.seconds)
    } catch {
      throw Failure(error)
    }
  }

  /// Insertion and deletion curves of a map, by the metrics' own conventions in fewer steps.
  mutating func curves(_ question: MapQuestion, _ context: WorkContext) throws(Failure)
    -> CurveFacts
  {
    let explanation = try explanation(question, context)
    let index = try place(for: question.network, context)
    let image = explanation.examination.image.tensor
    do throws(AttributionError) {
      let attributor = try attributor(at: index, for: explanation.examination)
      let probe = FaithfulnessProbe(
        image: image.reshaped(Array(image.shape.dropFirst())), index: question.target,
        probability: explanation.target.probability, map: explanation.map,
        settings: MetricSettings(steps: Self.curveSteps)
      ) { count, fill throws(AttributionError) in
        try attributor.logits(
          count: count,
          progress: { progress in
            context.progress(progress.fraction, "inserting and deleting pixels")
            return !context.isCancelled()
          }, fill: fill)
      } explainer: { _ throws(AttributionError) in
        // The curves ask about pixels alone, never for another map.
        throw .cancelled(method: question.method)
      }
      func curve(_ metric: some FaithfulnessMetric) throws(AttributionError) -> CurveFacts.Curve {
        guard let reading = try metric.readings(probe).first, let curve = reading.curve else {
          throw .cancelled(method: question.method)
        }
        return CurveFacts.Curve(probabilities: curve.probabilities, area: reading.value)
      }
      return CurveFacts(
        question: question, insertion: try curve(Insertion()), deletion: try curve(Deletion()))
    } catch {
      throw Failure(error)
    }
  }

  private static let curveSteps = 40

  private mutating func attributor(at index: Int, for examination: Examination)
    throws(AttributionError) -> Attributor
  {
    let shape = examination.image.tensor.shape
    if let made = places[index].attributor, made.height == shape[2], made.width == shape[3] {
      return made
    }
    let network = examination.network
    let made = try Attributor(
      model: network.model, head: network.head, height: shape[2], width: shape[3],
      threads: network.threads)
    places[index].attributor = made
    return made
  }

  /// The output of a layer; all layers of its block come from one run.
  mutating func activation(_ question: StepQuestion, _ context: WorkContext) throws(Failure)
    -> LayerActivation
  {
    let photograph = try examination(question.network, question.picture, context).photograph
    let index = try place(for: question.network, context)
    let network = places[index].stepper.network.network
    let layers = network.neighbours(of: question.layer)
    let step: Step
    if let last = places[index].lastStep, last.picture == question.picture, last.layers == layers {
      step = last
    } else {
      try Self.checkWanted(context)
      let examination = try places[index].stepper.examine(photograph, layers: Array(layers))
      let shape = examination.image.tensor.shape
      step = Step(
        picture: question.picture, layers: layers, examination: examination,
        fields: network.receptiveFields(height: shape[2], width: shape[3]))
      places[index].lastStep = step
    }
    return LayerActivation(
      question: question, examination: step.examination, field: step.fields[question.layer])
  }

  /// The examiner of a network, loaded if need be.
  mutating func examiner(_ asked: AskedNetwork, _ context: WorkContext) throws(Failure)
    -> ExplanationRunner
  {
    places[try place(for: asked, context)].examiner
  }

  private mutating func place(for asked: AskedNetwork, _ context: WorkContext) throws(Failure)
    -> Int
  {
    if let index = places.firstIndex(where: { $0.asked == asked }) { return index }
    context.progress(nil, "loading \(asked.variant)")
    let network = try NetworkLoader.load(
      NetworkRequest(variant: asked.variant, checkpoint: asked.checkpoint))
    if places.count >= Self.limit { places.removeFirst() }
    places.append(
      Place(
        asked: asked, examiner: ExplanationRunner(network),
        stepper: ExplanationRunner(network)))
    return places.count - 1
  }
}

extension LayerActivation {
  /// A tapped layer of an examination.
  package init(question: StepQuestion, examination: Examination, field: ReceptiveField? = nil) {
    guard let values = examination.pass.activation(of: question.layer) else {
      preconditionFailure("layer \(question.layer) was not tapped")
    }
    let shape = examination.image.tensor.shape
    let network = examination.network.network
    self.init(
      question: question, values: values, input: Size(shape[3], shape[2]),
      field: field
        ?? network.receptiveFields(height: shape[2], width: shape[3])[question.layer])
  }
}

extension MapRequest {
  /// The screen's question in the words of the engine.
  fileprivate init(_ question: MapQuestion, in network: Network) throws(AttributionError) {
    self.init(
      method: try AttributionMethods.named(question.method),
      layer: network.layer(named: question.layer) ?? network.lastStageOutput,
      target: question.versus.map { .difference(question.target, versus: $0) }
        ?? .logit(question.target))
  }
}

extension Network {
  /// The layers of the block that a layer belongs to, or of its stage outside blocks.
  fileprivate func neighbours(of layer: Int) -> Range<Int> {
    let stage = stages[layers[layer].stage - 1]
    guard let number = layers[layer].block else { return stage.layers }
    return stage.blocks[number - 1].layers
  }
}

extension PredictionFacts {
  /// An examination as the screens show it.
  init(_ examination: Examination, network: AskedNetwork) {
    let classification = examination.classification
    self.init(
      network: network, picture: examination.photograph.name,
      origin: examination.network.origin.label, isUntrained: examination.network.origin.isUntrained,
      classes: classification.top(classification.logits.count).map { item in
        RankedClass(
          index: item.index, label: item.label, probability: item.probability,
          logit: Double(item.logit))
      },
      phases: [
        Phase("decode", examination.photograph.decodeMilliseconds),
        Phase("preprocess", examination.image.milliseconds),
        Phase("forward", examination.forwardMilliseconds),
      ],
      region: Region(examination.image))
  }
}

extension Region {
  /// The part of its photograph that an image shows.
  init(_ image: PreparedImage) {
    let (seen, picture) = (image.rectangle, image.picture)
    self.init(
      x: Double(seen.x) / Double(picture.width), y: Double(seen.y) / Double(picture.height),
      width: Double(seen.width) / Double(picture.width),
      height: Double(seen.height) / Double(picture.height))
  }
}
