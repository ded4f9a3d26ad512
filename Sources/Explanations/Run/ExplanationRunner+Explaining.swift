import Architectures
import Attribution
import Inference
import Support
import Tensors

extension ExplanationRunner {
  /// Computes the explanations that `request` describes of one photograph.
  ///
  /// Classes and layers share one forward pass. `announce` is called with the cost before methods
  /// of many passes begin. `progress` returns false to cancel; a map in progress is then marked
  /// partial.
  /// - Throws: `Failure` if the request does not fit the network, or a result is not finite.
  package func explain(
    _ photograph: Photograph, _ request: ExplanationRequest,
    announce: (Forecast) -> Void = { _ in }, progress: (Progress) -> Bool = { _ in true }
  ) throws(Failure) -> [Explanation] {
    try request.check(against: network)
    return try explain(
      photograph, kinds: request.kinds(in: network.network), announce: announce,
      progress: progress
    ) { examination throws(Failure) in try request.questions(examination) }
  }

  /// Computes the explanations of `questions`, which may depend on the prediction.
  ///
  /// Each question equals one of `kinds` except for its classes, so that the forward pass of the
  /// prediction keeps what the explanations need.
  package func explain(
    _ photograph: Photograph, kinds: [ExplanationQuestion],
    announce: (Forecast) -> Void = { _ in }, progress: (Progress) -> Bool = { _ in true },
    questions: (Examination) throws(Failure) -> [ExplanationQuestion]
  ) throws(Failure) -> [Explanation] {
    let requests = try network.requests(for: kinds).flatMap(\.self)
    let examination = try examine(photograph, for: requests, taps: [])
    return try explain(
      examination, try questions(examination), announce: announce, progress: progress)
  }

  /// Computes the explanations of `questions` about an examined image, in the given order.
  ///
  /// Uses the kept forward passes of the image. After cancellation fewer explanations are returned.
  package func explain(
    _ examination: Examination, _ questions: [ExplanationQuestion],
    announce: (Forecast) -> Void = { _ in }, progress: (Progress) -> Bool = { _ in true }
  ) throws(Failure) -> [Explanation] {
    let name = examination.photograph.name
    try Self.checkIsFinite(examination.classification.logits, "the network's answers", name)
    guard !questions.isEmpty else { return [] }
    let parts = try network.requests(for: questions)
    let requests = parts.flatMap(\.self)
    let image = examination.image.tensor
    let observation = try observe(image, for: requests, taps: [], name: name)
    var answers = try Failure.naming(nil) { () throws(AttributionError) in
      let attributor = try attributor(for: image)
      // A forecast runs passes to measure the machine; too costly for cheap methods.
      if requests.contains(where: { $0.method.needs.contains(.perturbations) }) {
        announce(try attributor.forecast(requests, isObserved: true))
      }
      return try attributor.answers(
        to: requests, image: image, after: observation, progress: progress)[...]
    }
    let explanations = zip(questions, parts).compactMap { question, part in
      defer { answers = answers.dropFirst(part.count) }
      return Explanation(examination, question, answers.prefix(part.count))
    }
    for explanation in explanations {
      try Self.checkIsFinite(explanation.map.values, "\(explanation.method)'s values", name)
    }
    return explanations
  }

  /// Forecasts passes and seconds of `questions` about an examined image.
  package func forecast(
    _ examination: Examination, _ questions: [ExplanationQuestion]
  ) throws(Failure) -> Forecast {
    let requests = try network.requests(for: questions).flatMap(\.self)
    return try Failure.naming(nil) { () throws(AttributionError) in
      try attributor(for: examination.image.tensor).forecast(requests, isObserved: true)
    }
  }

  /// Throws if a value is not finite; a map with one would look like one without evidence.
  package static func checkIsFinite(
    _ values: [Float], _ subject: String, _ name: String, what: String = "can't explain"
  ) throws(Failure) {
    guard values.allSatisfy(\.isFinite) else {
      throw Failure(
        .badData, what, name, because: "\(subject) are not all finite numbers",
        advice: "check the image's tensor, or the weights with 'effscope weights inspect'")
    }
  }

  /// The explained layer's activations (C, h, w), or the input (3, H, W) for pixel-level methods.
  package func activations(_ explanation: Explanation) throws(Failure) -> Tensor {
    let image = explanation.examination.image.tensor
    guard let layer = try network.layers(of: explanation.question).first else {
      return image.reshaped(Array(image.shape.dropFirst()))
    }
    return try activations(of: [layer], in: explanation.examination)[layer] ?? image
  }

  /// The activations (C, h, w) of `layers` for an examined image.
  package func activations(
    of layers: [Int], in examination: Examination
  ) throws(Failure) -> [Int: Tensor] {
    try observe(
      examination.image.tensor, for: [], taps: Set(layers), name: examination.photograph.name
    ).activations
  }

  /// The score's gradient at the layer (C, h, w), or at the input (3, H, W).
  package func gradients(_ explanation: Explanation) throws(Failure) -> Tensor {
    let question = explanation.question
    let image = explanation.examination.image.tensor
    let layer = try network.layers(of: question).first ?? Layer.image
    let logits = explanation.examination.classification.logits
    return try Failure.naming(nil) { () throws(AttributionError) in
      try attributor(for: image).gradients(
        of: question.method.target(for: question.score, logits: logits), at: layer, image: image)
    }
  }
}

extension Explanation {
  /// Joins the maps of a question's layers; nil if cancelled before the first.
  fileprivate init?(
    _ examination: Examination, _ question: ExplanationQuestion, _ answers: ArraySlice<MapResult?>
  ) {
    let made = answers.compactMap { $0 }
    guard let first = made.first else { return nil }
    self.init(
      examination: examination, question: question,
      map: question.fusion.map { $0.fused(made.map(\.map)) } ?? first.map,
      isPartial: made.count < answers.count || made.contains(where: \.isPartial),
      passes: made.reduce(into: Passes()) { $0 += $1.passes },
      milliseconds: made.reduce(0) { $0 + $1.milliseconds })
  }
}

extension LoadedNetwork {
  /// Layer indices of a question; empty for a method that explains the input.
  ///
  /// - Throws: `Failure` if the network has no layer of a name.
  func layers(of question: ExplanationQuestion) throws(Failure) -> [Int] {
    question.method.isPixelLevel
      ? [] : try question.layers.map { name throws(Failure) in try layer(named: name) }
  }

  /// The attributor's requests for each of `questions`: one for each of its layers.
  fileprivate func requests(
    for questions: [ExplanationQuestion]
  ) throws(Failure) -> [[MapRequest]] {
    try questions.map { question throws(Failure) in
      let layers = try layers(of: question)
      return (layers.isEmpty ? [Layer.image] : layers).map { layer in
        MapRequest(
          method: question.method, layer: layer, target: question.score,
          smoothing: question.smoothing, settings: question.settings)
      }
    }
  }
}
