import Foundation

/// Examines many images at once: one thread decodes and preprocesses while others run the network.
///
/// Each worker takes the next image from decoding to its answer, with a session of its own over the same
/// packed weights, so the reading of one image overlaps the forward pass of another and no worker waits
/// for another at a layer's end. Logits do not depend on how many threads share a pass, so the answers are
/// those of one image after the other. Answers come out in the order of the images, and images wait to be
/// started while too many answers wait to be taken: memory is bounded whatever their number.
public struct Batch: Sendable {
  /// The network that answers.
  public let network: LoadedNetwork
  /// Layers whose activations each examination holds.
  public let layers: [Int]

  /// Most sessions at once: beyond, more threads share each pass, since every session has an arena.
  static let workersMost = 8

  /// A batch over `network`.
  public init(_ network: LoadedNetwork, layers: [Int] = []) {
    self.network = network
    self.layers = layers
  }

  /// Gives `deliver` the answer of `work`, or the failure, for each image in order, on the calling thread.
  ///
  /// `work` runs on the workers' threads. Once `isCancelled` answers true no further
  /// image is started; returns whether all images were delivered.
  @discardableResult
  public func run<Answer: Sendable>(
    _ images: [String], isCancelled: () -> Bool = { false },
    work: @escaping @Sendable (Examination) throws(Failure) -> Answer,
    deliver: (String, Result<Answer, Failure>) -> Void
  ) -> Bool {
    let workers = max(1, min(images.count, network.threads, Self.workersMost))
    if workers == 1 {
      let examine = examination(threads: network.threads, work)
      for image in images {
        if isCancelled() { return false }
        deliver(image, examine(image))
      }
      return !isCancelled()
    }
    let conveyor = Conveyor<Result<Answer, Failure>>(count: images.count, ahead: 2 * workers)
    for worker in 0..<workers {
      let threads = (network.threads + worker) / workers
      let batch = self
      let thread = Thread {
        let examine = batch.examination(threads: max(1, threads), work)
        while let index = conveyor.claim() { conveyor.put(examine(images[index]), at: index) }
        conveyor.leave()
      }
      // As deep as a main thread's stack: decoders are used to one.
      thread.stackSize = 8 << 20
      conveyor.enter()
      thread.start()
    }
    defer { conveyor.stop() }
    for image in images {
      guard !isCancelled(), let answer = conveyor.take() else { return false }
      deliver(image, answer)
    }
    return true
  }

  /// What one worker does to one image.
  private func examination<Answer: Sendable>(
    threads: Int, _ work: @escaping @Sendable (Examination) throws(Failure) -> Answer
  ) -> (String) -> Result<Answer, Failure> {
    let examiner = Examiner(network, threads: threads)
    let layers = layers
    return { image in
      do throws(Failure) {
        let photograph = try Photograph(reading: image)
        return .success(try work(try examiner.examine(photograph, layers: layers)))
      } catch {
        return .failure(error)
      }
    }
  }
}

/// Numbered places that workers fill in any order and one reader empties in order.
final class Conveyor<Item: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let count: Int
  private let ahead: Int
  private var items: [Int: Item] = [:]
  private var claimed = 0
  private var taken = 0
  private var workers = 0
  private var isStopped = false

  /// `count` places; at most `ahead` of them are claimed beyond the last that was taken.
  init(count: Int, ahead: Int) {
    self.count = count
    self.ahead = ahead
  }

  /// A worker is about to start.
  func enter() { condition.withLock { workers += 1 } }

  /// A worker has done its last place.
  func leave() {
    condition.withLock {
      workers -= 1
      condition.broadcast()
    }
  }

  /// The next place to fill, once there is room; nil when there is none left.
  func claim() -> Int? {
    condition.withLock {
      while !isStopped, claimed < count, claimed - taken >= ahead { condition.wait() }
      guard !isStopped, claimed < count else { return nil }
      defer { claimed += 1 }
      return claimed
    }
  }

  /// Fills a claimed place.
  func put(_ item: Item, at index: Int) {
    condition.withLock {
      items[index] = item
      condition.broadcast()
    }
  }

  /// Empties the next place, once it is filled; nil after the last.
  func take() -> Item? {
    condition.withLock {
      guard taken < count else { return nil }
      while items[taken] == nil { condition.wait() }
      let item = items.removeValue(forKey: taken)
      taken += 1
      condition.broadcast()
      return item
    }
  }

  /// Lets nobody claim another place and waits until all workers have left.
  func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
      while workers > 0 { condition.wait() }
    }
  }
}
