import Architectures
import Inference
import Tensors

extension Attributor {
  /// Forecasts passes and seconds of `requests` about one image.
  ///
  /// With `isObserved`, the image's own forward pass is not counted. The first forecast measures
  /// this machine's rates with a few forward passes, and with a few image gradients if the
  /// requests need gradients at varied images.
  /// - Throws: `AttributionError.inference` if there is not enough memory.
  package func forecast(
    _ requests: [MapRequest], isObserved: Bool = false
  ) throws(AttributionError) -> Forecast {
    let plan = RequestPlan(requests, attributor: self, isObserved: isObserved)
    let passes = plan.passes
    if rates.forward == nil { rates.forward = try measuredForward() }
    let forward = rates.forward ?? 0
    if plan.work.gradients > 0 && rates.gradient == nil { rates.gradient = try measuredGradient() }
    let gradient = rates.gradient ?? forward * PassCosts.gradient
    return Forecast(
      passes: passes,
      seconds: forward * plan.work.forwards + gradient * Double(plan.work.gradients))
  }

  /// Number of workers whose recording sessions fit in memory at the same time.
  func gradientWorkers() throws(AttributionError) -> Int {
    let first = try wrappingErrors { () throws(InferenceError) in try workers[0].recordingSession()
    }
    return concurrentSessions(threads, bytes: first.arenaBytes)
  }

  private func measuredForward() throws(AttributionError) -> Double {
    // Warm-up: the first pass of each worker creates its session.
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
