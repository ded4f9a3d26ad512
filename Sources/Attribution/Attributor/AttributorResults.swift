import Architectures
import Inference
import Tensors

extension Attributor {
  /// Answers `questions` about one image (1, 3, H, W), in the given order; see `answers(to:)`.
  ///
  /// Questions omitted by cancellation are left out.
  public func answer(
    _ questions: [MapRequest], image: Tensor, after observation: Observation? = nil,
    progress: (Progress) -> Bool = { _ in true }
  ) throws(AttributionError) -> [MapResult] {
    try answers(to: questions, image: image, after: observation, progress: progress)
      .compactMap { $0 }
  }

  /// Answers `questions` about one image (1, 3, H, W): one element each, nil if omitted.
  ///
  /// All questions share one forward pass, that of `observation` if it holds what they need.
  /// Questions about the same target share a backward pass.
  /// `progress` is called after every pass and returns false to cancel. After cancellation, the map
  /// in progress uses the passes that were done and is marked partial; later questions are omitted.
  /// - Throws: `AttributionError`; `.cancelled` if there is no answer at all.
  public func answers(
    to questions: [MapRequest], image: Tensor, after observation: Observation? = nil,
    progress: (Progress) -> Bool = { _ in true }
  ) throws(AttributionError) -> [MapResult?] {
    for question in questions { try check(question) }
    let plan = RequestPlan(questions, attributor: self, isObserved: observation != nil)
    return try withoutActuallyEscaping(progress) { progress throws(AttributionError) in
      let counter = PassCounter(
        total: plan.passes.total, work: plan.work.total, report: progress)
      var answers = [MapResult?](repeating: nil, count: questions.count)
      let plain = questions.indices.filter { questions[$0].smoothing != .augment }
      let augmented = questions.indices.filter { questions[$0].smoothing == .augment }
      if !plain.isEmpty {
        let found = try unaugmentedAnswers(plain.map { questions[$0] }, image, observation, counter)
        for (index, answer) in zip(plain, found) { answers[index] = answer }
      }
      if !augmented.isEmpty && !counter.isCancelled {
        let found = try augmentedAnswers(
          augmented.map { questions[$0] }, image, observation, counter)
        for (index, answer) in zip(augmented, found) { answers[index] = answer }
      }
      guard let first = questions.first, answers.allSatisfy({ $0 == nil }) else { return answers }
      throw .cancelled(method: first.method.name)
    }
  }

  /// Throws if a question can't be answered; runs nothing.
  func check(_ question: MapRequest) throws(AttributionError) {
    let method = question.method
    precondition(
      method.isPixelLevel || model.network.layers.indices.contains(question.layer),
      "layer \(question.layer) is not one of \(model.network.layers.count) layers")
    if method.needs.contains(.classifier) && head?.layer != question.layer {
      throw .needsLastStage(method: method.name)
    }
    if question.smoothing == .eigen && !(method is any ChannelwiseMethod) {
      throw .nothingToProject(method: method.name)
    }
  }

  /// True if the gradients follow from the classifier's weights, without a backward pass.
  func isClosedForm(_ question: MapRequest) -> Bool {
    !question.method.isPixelLevel && head?.layer == question.layer
  }

  /// True if the main session must run a backward pass for the question.
  func needsBackward(_ question: MapRequest) -> Bool {
    let needs = question.method.needs
    return needs.contains(.imageGradients) || needs.contains(.biasGradients)
      || needs.contains(.gradients) && !isClosedForm(question)
  }

  /// Returns what the main session must keep for `questions`.
  func key(_ questions: [MapRequest]) -> MainSessions.Key {
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

  /// Returns the passes of one question in addition to the shared ones.
  func furtherPasses(_ question: MapRequest) -> Passes {
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

  /// Answers questions for one version of the image; nil for questions omitted by cancellation.
  func unaugmentedAnswers(
    _ questions: [MapRequest], _ image: Tensor, _ observed: Observation?, _ counter: PassCounter
  ) throws(AttributionError) -> [MapResult?] {
    let start = ContinuousClock.now
    let key = key(questions)
    let known = observed.flatMap { isReusable($0, for: key) ? $0 : nil }
    let observation: Observation
    if let known {
      observation = known
    } else {
      observation = try observe(image, key)
    }
    let logits = observation.logits
    if known == nil { counter.advance(work: 1) }
    let shared = ContinuousClock.now - start
    var answers = [MapResult?](repeating: nil, count: questions.count)
    // Questions are grouped by target, so that the gradients of only one target are in memory.
    let targets = questions.map {
      $0.method.target(for: $0.target, logits: logits)
        .measured(by: model.network.outputActivation)
    }
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

  /// Indices grouped by equal target, in order of first appearance.
  private static func grouped(_ targets: [Target]) -> [Int] {
    var order: [Target: Int] = [:]
    for target in targets where order[target] == nil { order[target] = order.count }
    return targets.indices.sorted {
      (order[targets[$0]] ?? 0, $0) < (order[targets[$1]] ?? 0, $1)
    }
  }
}

extension MapRequest {
  /// Questions with equal values share a backward pass.
  ///
  /// Finer-CAM's rivals depend on the logits, which are unknown when planning, so it is separate.
  var gradientTarget: String {
    method is FinerCAM ? "\(method.name) \(target)" : "\(target)"
  }
}
