import Architectures
import Attribution
import Inference
import Support
import Tensors

extension Examiner {
  /// The explanations that `request` asks for of one photograph.
  ///
  /// Classes and layers share one forward pass. `announce` is told what methods of many passes will
  /// cost before any of them is begun; `progress` returns false to stop, and what was begun then comes back marked
  /// partial.
  public func explain(
    _ photograph: Photograph, _ request: ExplanationRequest,
    announce: (Forecast) -> Void = { _ in }, progress: (Progress) -> Bool = { _ in true }
  ) throws(Failure) -> [Explanation] {
    try request.check(against: network)
    return try explain(
      photograph, kinds: request.kinds(in: network.network), announce: announce,
      progress: progress
    ) { examination throws(Failure) in try request.questions(examination) }
  }

  /// The answers to the `questions` that come up once the network has answered, all of them of one of
  /// `kinds` but for their classes: the pass that answers is the one that explanations go on from.
  public func explain(
    _ photograph: Photograph, kinds: [ExplanationQuestion],
    announce: (Forecast) -> Void = { _ in }, progress: (Progress) -> Bool = { _ in true },
    questions: (Examination) throws(Failure) -> [ExplanationQuestion]
  ) throws(Failure) -> [Explanation] {
    let last = network.network.lastStageOutput
    let open = kinds.filter { !isClosedForm($0) }
    guard !open.isEmpty else {
      let examination = try examine(photograph, layers: [last])
      return try explain(
        examination, try questions(examination), announce: announce, progress: progress)
    }
    let image = photograph.prepared(for: network.recipe)
    let taps: Set<Int> = open.count < kinds.count ? [last] : []
    let watch = Stopwatch()
    let observation = try observe(image, open, taps: taps, name: photograph.name)
    let examination = Examination(
      network: network, photograph: photograph, image: image,
      pass: ForwardPass(
        logits: Tensor(shape: [observation.logits.count], observation.logits),
        activations: observation.activations.filter { taps.contains($0.key) }),
      forwardMilliseconds: watch.milliseconds)
    return try explain(
      examination, try questions(examination), after: observation, announce: announce,
      progress: progress)
  }

  private func observe(
    _ image: PreparedImage, _ kinds: [ExplanationQuestion], taps: Set<Int>, name: String
  ) throws(Failure) -> Observation {
    do throws(AttributionError) {
      return try keptAttributor(for: image).observe(
        image.tensor, for: kinds.flatMap(network.questions), taps: taps)
    } catch {
      if case .inference(let error) = error { throw Failure(error, subject: name) }
      throw Failure(error)
    }
  }

  /// The answers to `questions` about what was examined, in their order; fewer where stopped.
  public func explain(
    _ examination: Examination, _ questions: [ExplanationQuestion],
    announce: (Forecast) -> Void = { _ in }, progress: (Progress) -> Bool = { _ in true }
  ) throws(Failure) -> [Explanation] {
    try explain(examination, questions, after: nil, announce: announce, progress: progress)
  }

  private func explain(
    _ examination: Examination, _ questions: [ExplanationQuestion], after observation: Observation?,
    announce: (Forecast) -> Void, progress: (Progress) -> Bool
  ) throws(Failure) -> [Explanation] {
    try Self.checkIsFinite(
      examination.classification.logits, "the network's answers", examination.photograph.name)
    var explanations: [Explanation?] = []
    for question in questions { explanations.append(try closedForm(examination, question)) }
    let open = questions.indices.filter { explanations[$0] == nil }
    guard !open.isEmpty else { return explanations.compactMap { $0 } }
    let attributor = try attributor(for: examination)
    let parts = open.map { index in
      (index: index, questions: network.questions(for: questions[index]))
    }
    let all = parts.flatMap(\.questions)
    do throws(AttributionError) {
      // Measuring a rate takes passes itself, which methods of one pass are not worth.
      if all.contains(where: { $0.method.needs.contains(.perturbations) }) {
        announce(try attributor.forecast(all, isObserved: observation != nil))
      }
      let answers = try attributor.answer(
        all, image: examination.image.tensor, after: observation, progress: progress)
      for part in parts {
        explanations[part.index] = explanation(
          examination, questions[part.index], part.questions, among: answers)
      }
    } catch {
      throw Failure(error)
    }
    let made = explanations.compactMap { $0 }
    for explanation in made {
      try Self.checkIsFinite(
        explanation.map.values, "\(explanation.method)'s values", examination.photograph.name)
    }
    return made
  }

  /// Refuses what is no number: a map of it would look like a map without evidence.
  private static func checkIsFinite(
    _ values: [Float], _ what: String, _ name: String
  ) throws(Failure) {
    guard values.allSatisfy(\.isFinite) else {
      throw Failure(
        .badData, "can't explain", name, because: "\(what) are not all finite numbers",
        advice: "look for values that are none in the image's tensor or, with 'effscope weights "
          + "inspect', in the weights")
    }
  }

  /// The layer's activations (C, h, w); the network's input where the method explains that.
  public func activations(_ explanation: Explanation) throws(Failure) -> Tensor {
    let image = explanation.examination.image.tensor
    guard let layer = network.layers(of: explanation.question).first, layer >= 0 else {
      return image.reshaped(Array(image.shape.dropFirst()))
    }
    let attributor = try attributor(for: explanation.examination)
    do throws(AttributionError) {
      return try attributor.activations(of: layer, image: image)
    } catch {
      throw Failure(error)
    }
  }

  /// The score's gradient at the layer (C, h, w), or at the input (3, H, W).
  public func gradients(_ explanation: Explanation) throws(Failure) -> Tensor {
    let question = explanation.question
    let attributor = try attributor(for: explanation.examination)
    do throws(AttributionError) {
      return try attributor.gradients(
        of: question.method.target(
          for: question.score, logits: explanation.examination.classification.logits),
        at: network.layers(of: question).first ?? Layer.image,
        image: explanation.examination.image.tensor)
    } catch {
      throw Failure(error)
    }
  }

  /// Whether the classifier's row answers a question at once.
  private func isClosedForm(_ question: ExplanationQuestion) -> Bool {
    guard let head = network.head else { return false }
    return question.method is CAM && question.smoothing == .none && question.fusion == nil
      && network.layers(of: question) == [head.layer]
  }

  /// CAM of the last stage, which needs nothing beyond the pass that was made already.
  private func closedForm(
    _ examination: Examination, _ question: ExplanationQuestion
  ) throws(Failure) -> Explanation? {
    guard isClosedForm(question), let head = network.head,
      let activations = examination.pass.activation(of: head.layer)
    else { return nil }
    let watch = Stopwatch()
    let logits = examination.classification.logits
    let evidence = LayerEvidence(
      activations: activations, classifierRow: head.row(seed: question.score.seed(logits)),
      score: question.score.score(logits))
    do throws(AttributionError) {
      let map = try question.method.map(from: evidence)
      return Explanation(
        examination: examination, question: question, map: map, passes: Passes(),
        milliseconds: watch.milliseconds)
    } catch {
      throw Failure(error)
    }
  }

  /// The explanation that the answers to its parts make; nil where they were not begun.
  private func explanation(
    _ examination: Examination, _ question: ExplanationQuestion, _ parts: [Question],
    among answers: [Answer]
  ) -> Explanation? {
    let own = parts.compactMap { part in
      answers.first {
        $0.question.method.name == part.method.name && $0.question.layer == part.layer
          && $0.question.target == part.target
      }
    }
    guard let first = own.first else { return nil }
    return Explanation(
      examination: examination, question: question,
      map: question.fusion.map { $0.fused(own.map(\.map)) } ?? first.map,
      isPartial: own.count < parts.count || own.contains(where: \.isPartial),
      passes: own.reduce(Passes()) { $0 + $1.passes },
      milliseconds: own.reduce(0) { $0 + $1.milliseconds })
  }
}

extension LoadedNetwork {
  /// The layers of a question; none for a method that explains the input.
  func layers(of question: ExplanationQuestion) -> [Int] {
    question.method.isPixelLevel ? [] : question.layers.compactMap { network.layer(named: $0) }
  }

  /// A question about several layers is one to the engine for each.
  fileprivate func questions(for question: ExplanationQuestion) -> [Question] {
    let layers = layers(of: question)
    return (layers.isEmpty ? [Layer.image] : layers).map { layer in
      Question(
        method: question.method, layer: layer, target: question.score,
        smoothing: question.smoothing, settings: question.settings)
    }
  }
}

extension Passes {
  fileprivate static func + (first: Passes, second: Passes) -> Passes {
    Passes(
      forward: first.forward + second.forward, resumed: first.resumed + second.resumed,
      backward: first.backward + second.backward)
  }
}
