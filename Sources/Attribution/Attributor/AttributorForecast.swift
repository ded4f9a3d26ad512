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
