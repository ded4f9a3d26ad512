import Architectures
import Inference
import Tensors

extension Attributor {
  /// Answers `requests` about one image (1, 3, H, W), in the given order; see `answers(to:)`.
  ///
  /// Requests omitted by cancellation are left out.
  package func answer(
    _ requests: [MapRequest], image: Tensor, after observation: Observation? = nil,
    progress: (Progress) -> Bool = { _ in true }
  ) throws(AttributionError) -> [MapResult] {
    try answers(to: requests, image: image, after: observation, progress: progress)
      .compactMap { $0 }
  }

  /// Answers `requests` about one image (1, 3, H, W): one element each, nil if omitted.
  ///
  /// All requests share one forward pass, that of `observation` if it holds what they need.
  /// Requests about the same target share a backward pass.
  /// `progress` is called after every pass and returns false to cancel. After cancellation, the map
  /// in progress uses the passes that were done and is marked partial; later requests are omitted.
  /// - Throws: `AttributionError`; `.cancelled` if there is no answer at all.
  package func answers(
    to requests: [MapRequest], image: Tensor, after observation: Observation? = nil,
    progress: (Progress) -> Bool = { _ in true }
  ) throws(AttributionError) -> [MapResult?] {
    for request in requests { try check(request) }
    let plan = RequestPlan(requests, attributor: self, isObserved: observation != nil)
    return try withoutActuallyEscaping(progress) { progress throws(AttributionError) in
      let counter = PassCounter(
        total: plan.passes.total, work: plan.work.total, report: progress)
      var answers = [MapResult?](repeating: nil, count: requests.count)
      for isAugmented in [false, true] where !counter.isCancelled {
        let places = requests.indices.filter {
          (requests[$0].smoothing == .augment) == isAugmented
        }
        guard !places.isEmpty else { continue }
        let group = places.map { requests[$0] }
        let found =
          isAugmented
          ? try augmentedAnswers(group, image, observation, counter)
          : try unaugmentedAnswers(group, image, observation, counter)
        for (index, answer) in zip(places, found) { answers[index] = answer }
      }
      guard let first = requests.first, answers.allSatisfy({ $0 == nil }) else { return answers }
      throw .cancelled(method: first.method.name)
    }
  }

  /// Throws if a request can't be answered; runs nothing.
  func check(_ request: MapRequest) throws(AttributionError) {
    let method = request.method
    precondition(
      method.isPixelLevel || model.network.layers.indices.contains(request.layer),
      "layer \(request.layer) is not one of \(model.network.layers.count) layers")
    if method.needs.contains(.classifier) && head?.layer != request.layer {
      throw .needsLastStage(method: method.name)
    }
    if request.smoothing == .eigen && !(method is any ChannelwiseMethod) {
      throw .nothingToProject(method: method.name)
    }
  }

  /// True if the gradients follow from the classifier's weights, without a backward pass.
  func isClosedForm(_ request: MapRequest) -> Bool {
    !request.method.isPixelLevel && head?.layer == request.layer
  }

  /// True if the main session must run a backward pass for the request.
  func needsBackward(_ request: MapRequest) -> Bool {
    let needs = request.method.needs
    return needs.contains(.imageGradients) || needs.contains(.biasGradients)
      || needs.contains(.gradients) && !isClosedForm(request)
  }

  func key(_ requests: [MapRequest]) -> MainSessions.Key {
    var key = MainSessions.Key()
    for request in requests {
      let needs = request.method.needs
      if !request.method.isPixelLevel { key.taps.insert(request.layer) }
      if needs.contains(.imageGradients) { key.gradients.insert(Layer.image) }
      if needs.contains(.biasGradients) { key.includesBiases = true }
      guard !isClosedForm(request), !request.method.isPixelLevel else { continue }
      if needs.contains(.gradients) { key.gradients.insert(request.layer) }
      if needs.contains(.curvature) { key.resumePoints.insert(request.layer) }
    }
    return key
  }

  /// Returns the passes of one request in addition to the shared ones.
  func furtherPasses(_ request: MapRequest) -> Passes {
    let layer = request.method.isPixelLevel ? Layer.image : request.layer
    let shapes = model.network.shapes(height: height, width: width)
    let channels = layer == Layer.image ? model.network.inputChannels : shapes[layer].channels
    var passes = request.method.passes(
      channels: channels, isLastStage: isClosedForm(request), request.settings)
    if request.method.needs.contains(.curvature) && !isClosedForm(request) {
      passes.backward += Curvature.passes
    }
    return passes
  }

  /// Answers requests for one version of the image; nil for requests omitted by cancellation.
  func unaugmentedAnswers(
    _ requests: [MapRequest], _ image: Tensor, _ observed: Observation?, _ counter: PassCounter
  ) throws(AttributionError) -> [MapResult?] {
    let start = ContinuousClock.now
    let key = key(requests)
    let known = observed.flatMap { isReusable($0, for: key) ? $0 : nil }
    let observation: Observation
    if let known {
      observation = known
    } else {
      observation = try observe(image, key)
      counter.advance(work: 1)
    }
    let shared = ContinuousClock.now - start
    var answers = [MapResult?](repeating: nil, count: requests.count)
    // Requests are grouped by target, so that the gradients of only one target are in memory.
    let targets = requests.map {
      $0.method.target(for: $0.target, logits: observation.logits)
        .measured(by: model.network.outputActivation)
    }
    let pixels = image.reshaped(Array(inputShape.dropFirst()))
    var gatherer = EvidenceGatherer(
      attributor: self, observation: observation, image: pixels, isShared: known != nil)
    for index in Self.grouped(targets) {
      guard !counter.isCancelled else { break }
      answers[index] = try gatherer.answer(
        requests[index], target: targets[index], shared: shared, counter)
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
  /// Requests with equal values share a backward pass.
  ///
  /// Finer-CAM's rivals depend on the logits, which are unknown when planning, so it is separate.
  var gradientTarget: String {
    method is FinerCAM ? "\(method.name) \(target)" : "\(target)"
  }
}
