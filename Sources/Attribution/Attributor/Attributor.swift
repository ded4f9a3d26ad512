import Architectures
import Inference
import Tensors

/// One network at one input size, ready to be asked why.
///
/// It holds the sessions and worker threads' sessions, which are made when first needed and kept for
/// the next image. It answers one caller at a time.
public final class Attributor {
  /// The network with its weights.
  public let model: Model
  /// The classifier behind the last stage, where closed forms hold; nil where there is none.
  public let head: ClassifierHead?
  /// Rows of the input.
  public let height: Int
  /// Columns of the input.
  public let width: Int
  /// Threads that share the work.
  public let threads: Int

  let workers: [PassWorker]
  let sessions: MainSessions
  let costs: PassCosts
  var rates = PassRates()
  /// Number of the main session's last pass, so that an observation knows whether it is still there.
  var passNumber = 0

  /// Makes ready `model` for images of `height` × `width`, on `threads` threads.
  ///
  /// - Throws: `AttributionError.inference` where the network can't run at that size.
  public init(
    model: Model, head: ClassifierHead?, height: Int, width: Int, threads: Int = 1
  ) throws(AttributionError) {
    self.model = model
    self.head = head
    self.height = height
    self.width = width
    self.threads = max(1, threads)
    costs = PassCosts(network: model.network, height: height, width: width)
    workers = (0..<self.threads).map { _ in
      PassWorker(model: model, height: height, width: width)
    }
    sessions = MainSessions(model: model, height: height, width: width, threads: self.threads)
    // Says now, not at the first question, that the size does not fit the network.
    _ = try running { () throws(InferenceError) in try workers[0].plainSession() }
  }

  /// Shape of the image it takes, (1, channels, H, W).
  public var inputShape: [Int] { [1, model.network.inputChannels, height, width] }

  /// The activations of a layer for an image, (C, h, w).
  ///
  /// - Throws: `AttributionError.inference` where the image has another shape than `inputShape`.
  public func activations(
    of layer: Int, image: Tensor
  ) throws(AttributionError) -> Tensor {
    let session = try session(MainSessions.Key(taps: [layer]))
    _ = try run(session, image)
    return session.activation(of: layer)
  }

  /// ∂y/∂A of `target` at a layer for an image, (C, h, w).
  ///
  /// - Throws: `AttributionError.inference` where the image has another shape than `inputShape`.
  public func gradients(
    of target: Target, at layer: Int, image: Tensor
  ) throws(AttributionError) -> Tensor {
    let session = try session(MainSessions.Key(gradients: [layer]))
    let logits = try run(session, image)
    guard let gradient = session.gradients(seed: target.seed(logits))[layer] else {
      // The score does not depend on the layer.
      return Tensor(zeros: model.network.shapes(height: height, width: width)[layer].extents)
    }
    return gradient
  }

  /// The logits of `count` inputs; `fill` writes input number i, (3, H, W), on any thread.
  ///
  /// `progress` returns false to stop; then the logits of the first inputs alone come back.
  /// - Throws: `AttributionError.cancelled` where not even the first was done.
  public func logits(
    count: Int, progress: (Progress) -> Bool = { _ in true },
    fill: @escaping @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(AttributionError) -> [[Float]] {
    try withoutActuallyEscaping(progress) { progress throws(AttributionError) in
      let counter = PassCounter(total: count, work: Double(count), report: progress)
      let results = try logits(count: count, counter: counter, fill: fill) { $0 }
      guard !results.isEmpty || count == 0 else { throw .cancelled(method: "logits") }
      return results
    }
  }
}

extension Attributor {
  /// A main session, from the last few.
  func session(_ key: MainSessions.Key) throws(AttributionError) -> MainSession {
    try running { () throws(InferenceError) in try sessions.session(key) }
  }

  /// Runs a main session; what was observed before is no longer there.
  func run(_ session: MainSession, _ image: Tensor) throws(AttributionError) -> [Float] {
    passNumber += 1
    return try running { () throws(InferenceError) in try session.run(image) }
  }

  /// What `body` gives; an inference error becomes one of attribution.
  func running<Result>(
    _ body: () throws(InferenceError) -> Result
  ) throws(AttributionError) -> Result {
    do throws(InferenceError) {
      return try body()
    } catch {
      throw .inference(error)
    }
  }

  /// `reduce` of the logits of each of `count` inputs, of the first ones alone where cancelled.
  func logits<Result: Sendable>(
    count: Int, counter: PassCounter?,
    fill: @escaping @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void,
    _ reduce: @escaping @Sendable ([Float]) -> Result
  ) throws(AttributionError) -> [Result] {
    try inOrder(count: count, counter: counter, work: 1) { worker, index throws(InferenceError) in
      fill(index, worker.input.storage.mutableBuffer)
      return reduce(try worker.logits())
    }
  }

  /// The results of `count` passes on all workers, or of the first ones where cancelled.
  func inOrder<Result: Sendable>(
    count: Int, counter: PassCounter?, work: Double, workers limit: Int? = nil,
    _ pass: @escaping @Sendable (PassWorker, Int) throws(InferenceError) -> Result
  ) throws(AttributionError) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    try each(count: count, workers: limit ?? threads, pass) { result in
      results.append(result)
      return counter?.advance(work: work) ?? true
    }
    return results
  }

  /// Gives each result of `count` passes to `deliver`, in order, until it returns false.
  func each<Result: Sendable>(
    count: Int, workers limit: Int,
    _ pass: @escaping @Sendable (PassWorker, Int) throws(InferenceError) -> Result,
    deliver: (Result) -> Bool
  ) throws(AttributionError) {
    let workers = workers
    try running { () throws(InferenceError) in
      try ParallelPasses.run(count: count, workers: min(limit, workers.count)) {
        worker, index throws(InferenceError) in
        try pass(workers[worker], index)
      } deliver: {
        deliver($1)
      }
    }
  }
}
