import Architectures
import Inference
import Tensors

// From questions to answers: which session runs, what each method is shown.

extension Attributor {
  /// Answers `questions` about one image (1, 3, H, W), in their order.
  ///
  /// Questions share the forward pass, that of `observation` where there is one, and those about one
  /// target share the backward pass.
  /// `progress` is told of every pass and returns false to cancel: a map that was begun is then made
  /// of the passes that were done and marked partial, and questions not yet begun are left out.
  /// - Throws: `AttributionError`; `.cancelled` where nothing at all can be said.
  public func answer(
    _ questions: [Question], image: Tensor, after observation: Observation? = nil,
    progress: (Progress) -> Bool = { _ in true }
  ) throws(AttributionError) -> [Answer] {
    for question in questions { try check(question) }
    let plan = QuestionPlan(questions, attributor: self, isObserved: observation != nil)
    return try withoutActuallyEscaping(progress) { progress throws(AttributionError) in
      let counter = PassCounter(
        total: plan.passes.total, work: plan.work.total, report: progress)
      var answers = [Answer?](repeating: nil, count: questions.count)
      let plain = questions.indices.filter { questions[$0].smoothing != .augment }
      let augmented = questions.indices.filter { questions[$0].smoothing == .augment }
      if !plain.isEmpty {
        let found = try answersOnce(plain.map { questions[$0] }, image, observation, counter)
        for (index, answer) in zip(plain, found) { answers[index] = answer }
      }
      if !augmented.isEmpty && !counter.isCancelled {
        let found = try augmentedAnswers(
          augmented.map { questions[$0] }, image, observation, counter)
        for (index, answer) in zip(augmented, found) { answers[index] = answer }
      }
      let given = answers.compactMap { $0 }
      guard let first = questions.first, given.isEmpty else { return given }
      throw .cancelled(method: first.method.name)
    }
  }

  /// Says what is wrong with a question before anything is run.
  func check(_ question: Question) throws(AttributionError) {
    let method = question.method
    precondition(
      method.isPixelLevel || model.network.layers.indices.contains(question.layer),
      "layer \(question.layer) is none of \(model.network.layers.count)")
    if method.needs.contains(.classifier) && head?.layer != question.layer {
      throw .needsLastStage(method: method.name)
    }
    if question.smoothing == .eigen && !(method is any ChannelwiseMethod) {
      throw .nothingToProject(method: method.name)
    }
  }

  /// Whether the classifier's weights answer for the question's gradients.
  func isClosedForm(_ question: Question) -> Bool {
    !question.method.isPixelLevel && head?.layer == question.layer
  }

  /// Whether the main session must run back for it.
  func needsBackward(_ question: Question) -> Bool {
    let needs = question.method.needs
    return needs.contains(.imageGradients) || needs.contains(.biasGradients)
      || needs.contains(.gradients) && !isClosedForm(question)
  }

  /// What the main session has to keep for `questions`.
  func key(_ questions: [Question]) -> MainSessions.Key {
    var key = MainSessions.Key()
    for question in questions {
      let needs = question.method.needs
      if !question.method.isPixelLevel { key.taps.insert(question.layer) }
      if needs.contains(.imageGradients) { key.gradients.insert(Layer.image) }
      if needs.contains(.biasGradients) { key.includesBiases = true }
      guard !isClosedForm(question), !question.method.isPixelLevel else { continue }
      if needs.contains(.gradients) { key.gradients.insert(question.layer) }
      if needs.contains(.curvature) { key.resumePoints.insert(question.layer) }
    }
    return key
  }

  /// The passes of one question beyond the shared ones.
  func furtherPasses(_ question: Question) -> Passes {
    let layer = question.method.isPixelLevel ? Layer.image : question.layer
    let shapes = model.network.shapes(height: height, width: width)
    let channels = layer == Layer.image ? model.network.inputChannels : shapes[layer].channels
    var passes = question.method.passes(
      at: LayerGeometry(
        channels: channels, imageHeight: height, imageWidth: width,
        isLastStage: isClosedForm(question)), settings: question.settings)
    if question.method.needs.contains(.curvature) && !isClosedForm(question) {
      passes.backward += Curvature.passes
    }
    return passes
  }

  /// The answers for one image, all but smoothing by augmentation; fewer where cancelled.
  func answersOnce(
    _ questions: [Question], _ image: Tensor, _ observed: Observation?, _ counter: PassCounter
  ) throws(AttributionError) -> [Answer?] {
    let start = ContinuousClock.now
    let key = key(questions)
    let known = observed.flatMap { holds($0, for: key) ? $0 : nil }
    let observation: Observation
    if let known {
      observation = known
    } else {
      observation = try observe(image, key)
    }
    let logits = observation.logits
    if known == nil { counter.advance(work: 1) }
    let shared = ContinuousClock.now - start
    var answers = [Answer?](repeating: nil, count: questions.count)
    // Questions about one target follow one another, so that only its gradients are held.
    let targets = questions.map { $0.method.target(for: $0.target, logits: logits) }
    let pixels = image.reshaped(Array(inputShape.dropFirst()))
    var gatherer = EvidenceGatherer(
      attributor: self, observation: observation, image: pixels, isShared: known != nil)
    for index in Self.grouped(targets) {
      guard !counter.isCancelled else { break }
      answers[index] = try gatherer.answer(
        questions[index], target: targets[index], shared: shared, counter)
    }
    return answers
  }

  /// Indices with those of equal targets together, in order of first appearance.
  private static func grouped(_ targets: [Target]) -> [Int] {
    var order: [Target: Int] = [:]
    for target in targets where order[target] == nil { order[target] = order.count }
    return targets.indices.sorted {
      (order[targets[$0]] ?? 0, $0) < (order[targets[$1]] ?? 0, $1)
    }
  }
}

extension Question {
  /// Questions of equal value share a backward pass, as far as can be said before the logits are known.
  var gradientTarget: String {
    method is FinerCAM ? "\(method.name) \(target)" : "\(target)"
  }
}
