import Architectures
import Inference
import Tensors

// What questions cost, before they are asked.

extension Attributor {
  /// What `questions` about one image cost: passes, and seconds at rates measured on this machine; the
  /// image's own pass is left out where it `isObserved`.
  ///
  /// The first forecast measures: a few forward passes, and a few gradients where questions need
  /// many of them. - Throws: `AttributionError.inference` where memory is lacking.
  public func forecast(
    _ questions: [Question], isObserved: Bool = false
  ) throws(AttributionError) -> Forecast {
    let plan = QuestionPlan(questions, attributor: self, isObserved: isObserved)
    let passes = plan.passes
    if rates.forward == nil { rates.forward = try measuredForward() }
    let forward = rates.forward ?? 0
    if plan.work.gradients > 0 && rates.gradient == nil { rates.gradient = try measuredGradient() }
    let gradient = rates.gradient ?? forward * PassCosts.gradient
    return Forecast(
      passes: passes,
      seconds: forward * plan.work.forwards + gradient * Double(plan.work.gradients))
  }

  /// How many workers may hold a recording of the whole network at once.
  func gradientWorkers() throws(AttributionError) -> Int {
    let first = try running { () throws(InferenceError) in try workers[0].recordingSession() }
    return concurrentSessions(threads, bytes: first.arenaBytes)
  }

  private func measuredForward() throws(AttributionError) -> Double {
    // The first pass of each worker makes its session.
    _ = try logits(count: threads, counter: nil, fill: Self.fillGrey) { $0.count }
    let count = 2 * threads
    let start = ContinuousClock.now
    _ = try logits(count: count, counter: nil, fill: Self.fillGrey) { $0.count }
    return (ContinuousClock.now - start) / .seconds(1) / Double(count)
  }

  private func measuredGradient() throws(AttributionError) -> Double {
    let limit = try gradientWorkers()
    func run() throws(AttributionError) {
      try each(count: limit, workers: limit) { worker, index throws(InferenceError) -> Int in
        Self.fillGrey(index, worker.input.storage.mutableBuffer)
        return try worker.imageGradient(of: .logit(0)).count
      } deliver: { _ in
        true
      }
    }
    try run()
    let start = ContinuousClock.now
    try run()
    return (ContinuousClock.now - start) / .seconds(1) / Double(limit)
  }

  @Sendable
  private static func fillGrey(_ index: Int, _ input: UnsafeMutableBufferPointer<Float>) {
    for place in input.indices { input[place] = Float(place % 17) / 17 - 0.5 }
  }
}

/// What a set of questions needs of the network: the key of the main session, and the passes.
struct QuestionPlan {
  /// Work in whole forward passes, and gradients at further images.
  struct Work {
    var forwards = 0.0
    var gradients = 0
    /// All of it in whole forward passes.
    var total: Double { forwards + Double(gradients) * PassCosts.gradient }
  }

  /// Passes, shared ones counted once.
  private(set) var passes = Passes()
  /// The same as work.
  private(set) var work = Work()

  init(_ questions: [Question], attributor: Attributor, isObserved: Bool = false) {
    for smoothing in [false, true] {
      let group = questions.filter { ($0.smoothing == .augment) == smoothing }
      guard !group.isEmpty else { continue }
      let repeats = smoothing ? Augmentation.all.count : 1
      add(group, repeats: repeats, attributor)
    }
    if isObserved && !questions.isEmpty {
      passes.forward -= 1
      work.forwards -= 1
    }
  }

  private mutating func add(_ questions: [Question], repeats: Int, _ attributor: Attributor) {
    passes.forward += repeats
    work.forwards += Double(repeats)
    let key = attributor.key(questions)
    let targets = Set(questions.filter(attributor.needsBackward).map { $0.gradientTarget })
    passes.backward += targets.count * repeats
    let lowest = key.includesBiases ? Layer.image : key.gradients.min() ?? Layer.image
    work.forwards += Double(targets.count * repeats) * attributor.costs.backward(to: lowest)
    for question in questions {
      let further = attributor.furtherPasses(question)
      let share = attributor.costs.share(after: question.layer)
      passes.forward += further.forward * repeats
      passes.resumed += further.resumed * repeats
      passes.backward += further.backward * repeats
      work.forwards += (Double(further.forward) + Double(further.resumed) * share) * Double(repeats)
      if question.method.needs.contains(.curvature) {
        work.forwards += Double(further.backward * repeats) * 2 * share
      } else {
        work.gradients += further.backward * repeats
      }
    }
  }
}
