import Architectures
import Inference
import Support
import Tensors

/// Computes attribution maps for one network at one input size.
///
/// It creates the main sessions and the workers' sessions on first use and keeps them for the next
/// image. It is not thread-safe: use it from one thread at a time.
package final class Attributor {
  package let model: Model
  /// The classifier head that gives closed forms; nil if the network has no such head.
  package let head: LinearHead?
  /// Size of the input, in pixels.
  package let height, width: Int
  package let threads: Int

  let workers: [PassWorker]
  let sessions: MainSessions
  private(set) lazy var costs = PassCosts(network: model.network, height: height, width: width)
  var rates = PassRates()
  package private(set) var mainPasses = 0

  /// Prepares `model` for images of `height` × `width` on `threads` threads.
  ///
  /// - Throws: `AttributionError.inference` if the network can't run at that size.
  package init(
    model: Model, head: LinearHead?, height: Int, width: Int, threads: Int = 1
  ) throws(AttributionError) {
    self.model = model
    self.head = head
    self.height = height
    self.width = width
    self.threads = max(1, threads)
    workers = (0..<self.threads).map { _ in
      PassWorker(model: model, height: height, width: width)
    }
    sessions = MainSessions(model: model, height: height, width: width, threads: self.threads)
    // Throws here, not at the first request, if the network can't run at this size.
    try wrappingErrors { () throws(InferenceError) in try model.check(height: height, width: width)
    }
  }

  /// Shape of the input image, (1, C, H, W).
  package var inputShape: [Int] { [1, model.network.inputChannels, height, width] }

  /// Returns the activations (C, h, w) of a layer for an image (1, C, H, W).
  ///
  /// - Throws: `AttributionError.inference` if the image's shape is not `inputShape`.
  package func activations(
    of layer: Int, image: Tensor
  ) throws(AttributionError) -> Tensor {
    let session = try session(MainSessions.Key(taps: [layer]))
    _ = try run(session, image)
    return session.activation(of: layer)
  }

  /// Returns ∂y/∂A (C, h, w) of `target` at a layer for an image (1, C, H, W).
  ///
  /// - Throws: `AttributionError.inference` if the image's shape is not `inputShape`.
  package func gradients(
    of target: Target, at layer: Int, image: Tensor
  ) throws(AttributionError) -> Tensor {
    let session = try session(MainSessions.Key(gradients: [layer]))
    let logits = try run(session, image)
    // Zero if the score does not depend on the layer.
    return session.gradients(
      seed: target.measured(by: model.network.outputActivation).seed(logits))[layer]
      ?? Tensor(zeros: model.network.shapes(height: height, width: width)[layer].extents)
  }

  /// Returns the logits of `count` inputs; `fill` writes input i (3, H, W) on any thread.
  ///
  /// `progress` returns false to cancel; the result then holds the logits of the first inputs only.
  /// - Throws: `AttributionError.cancelled` if no input was done.
  package func logits(
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
  func session(_ key: MainSessions.Key) throws(AttributionError) -> MainSession {
    try wrappingErrors { () throws(InferenceError) in try sessions.session(key) }
  }

  /// Runs a main session and returns its logits; earlier observations become invalid.
  func run(_ session: MainSession, _ image: Tensor) throws(AttributionError) -> [Float] {
    mainPasses += 1
    return try wrappingErrors { () throws(InferenceError) in try session.run(image) }
  }

  /// Runs `body` and converts its error to `AttributionError.inference`.
  func wrappingErrors<Result>(
    _ body: () throws(InferenceError) -> Result
  ) throws(AttributionError) -> Result {
    do throws(InferenceError) {
      return try body()
    } catch {
      throw .inference(error)
    }
  }

  /// Applies `reduce` to the logits of each of `count` inputs, or of the first ones if cancelled.
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

  /// Returns the results of `count` passes in order, or of the first ones if cancelled.
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

  /// Runs `count` passes and gives each result to `deliver`, in order, until it returns false.
  func each<Output: Sendable>(
    count: Int, workers limit: Int,
    _ pass: @escaping @Sendable (PassWorker, Int) throws(InferenceError) -> Output,
    deliver: (Output) -> Bool
  ) throws(AttributionError) {
    let workers = workers
    var indices = (0..<count).makeIterator()
    var failure: InferenceError?
    OrderedWork.run(workers: min(limit, workers.count, count)) {
      indices.next()
    } start: { worker in
      { index -> Result<Output, InferenceError> in
        Result { () throws(InferenceError) in try pass(workers[worker], index) }
      }
    } deliver: { _, result in
      switch result {
      case .success(let result): return deliver(result)
      case .failure(let error):
        failure = error
        return false
      }
    }
    if let failure { throw .inference(failure) }
  }
}
