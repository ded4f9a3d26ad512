import Support

/// Examines many images in parallel, with one session per worker over the same packed weights.
///
/// Each worker decodes an image and runs the network on it, so decoding overlaps other images'
/// forward passes. Logits do not depend on the number of threads, so results equal those of single
/// images. They are delivered in the order of the images. Workers wait if too many results are
/// undelivered, which bounds the memory.
package struct Batch: Sendable {
  package let network: LoadedNetwork
  /// Layers whose activations each examination holds.
  package let layers: [Int]
  let prefetch: PhotographPrefetch

  /// Most sessions; more threads share a pass, because each session has an arena.
  static let workersMost = 8

  /// Creates a batch over `network`; `prefetch` holds an image that may be read already.
  package init(
    _ network: LoadedNetwork, layers: [Int] = [],
    prefetch: PhotographPrefetch? = nil
  ) {
    self.network = network
    self.layers = layers
    self.prefetch = prefetch ?? PhotographPrefetch(firstOf: [], pixelLimit: network.pixelLimit)
  }

  /// Calls `deliver` on the calling thread with the result of `work` for each image, in order.
  ///
  /// `work` runs on worker threads. After `isCancelled` returns true no further image is started.
  /// - Returns: True if all images were delivered.
  @discardableResult
  package func run<Answer: Sendable>(
    _ images: [String], isCancelled: () -> Bool = { false },
    work: @escaping @Sendable (Examination) throws(Failure) -> Answer,
    deliver: (String, Result<Answer, Failure>) -> Void
  ) -> Bool {
    let (layers, prefetch) = (layers, prefetch)
    return run(images, atMost: images.count, isCancelled: isCancelled) {
      runner, image -> Result<Answer, Failure> in
      do throws(Failure) {
        let photograph = try prefetch.photograph(at: image)
        return .success(try work(try runner.examine(photograph, layers: layers)))
      } catch {
        return .failure(error)
      }
    } deliver: { image, answer in
      deliver(image, answer)
      return true
    }
  }

  /// Calls `deliver` on the calling thread with the result of `examine` for each input, in order.
  ///
  /// A free worker takes the next input, on any thread but never two at once; there are at most
  /// `count` inputs. Ends early if `isCancelled` returns true or `deliver` false.
  /// - Returns: True if all inputs were delivered.
  @discardableResult
  package func run<Inputs: Sequence, Answer: Sendable>(
    _ inputs: Inputs, atMost count: Int = .max, isCancelled: () -> Bool = { false },
    examine: @escaping @Sendable (ExplanationRunner, Inputs.Element) -> Answer,
    deliver: (Inputs.Element, Answer) -> Bool
  ) -> Bool where Inputs.Element: Sendable {
    let workers = max(1, min(count, network.threads, Self.workersMost))
    if workers == 1 {
      let runner = ExplanationRunner(network)
      for input in inputs {
        if isCancelled() || !deliver(input, examine(runner, input)) { return false }
      }
      return !isCancelled()
    }
    guard !isCancelled() else { return false }
    var iterator = inputs.makeIterator()
    let network = network
    return OrderedWork.run(workers: workers, ahead: 2 * workers) {
      iterator.next()
    } start: { worker in
      let threads = max(1, (network.threads + worker) / workers)
      let runner = ExplanationRunner(network, threads: threads)
      return { examine(runner, $0) }
    } deliver: { input, answer in
      deliver(input, answer) && !isCancelled()
    }
  }
}
