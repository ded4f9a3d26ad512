import Support

/// Examines many images at once: one thread decodes and preprocesses while others run the network.
///
/// Each worker takes the next image from decoding to its answer, with a session of its own over the same
/// packed weights, so the reading of one image overlaps the forward pass of another and no worker waits
/// for another at a layer's end. Logits do not depend on how many threads share a pass, so the answers are
/// those of one image after the other. Answers come out in the order of the images, and images wait to be
/// started while too many answers wait to be taken: memory is bounded whatever their number.
package struct Batch: Sendable {
  /// The network that answers.
  package let network: LoadedNetwork
  /// Layers whose activations each examination holds.
  package let layers: [Int]
  /// The image whose reading may have begun before the network was ready.
  let prefetch: PhotographPrefetch

  /// Most sessions at once: beyond, more threads share each pass, since every session has an arena.
  static let workersMost = 8

  /// A batch over `network`; `prefetch` is an image whose reading has begun.
  package init(
    _ network: LoadedNetwork, layers: [Int] = [],
    prefetch: PhotographPrefetch = PhotographPrefetch(firstOf: [])
  ) {
    self.network = network
    self.layers = layers
    self.prefetch = prefetch
  }

  /// Gives `deliver` the answer of `work`, or the failure, for each image in order, on the calling thread.
  ///
  /// `work` runs on the workers' threads. Once `isCancelled` answers true no further
  /// image is started; returns whether all images were delivered.
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

  /// Gives `deliver` what `examine` makes of each input in order, on the calling thread.
  ///
  /// Inputs are taken one by one, on any thread but never on two at once, when a worker is free; there
  /// are `count` of them at most. It ends early once `isCancelled` answers true or
  /// `deliver` false; returns whether all inputs were delivered.
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
