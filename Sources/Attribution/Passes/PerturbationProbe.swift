import Architectures
import Foundation
import Inference
import Tensors

/// Runs the extra passes of one request on the attributor's workers.
///
/// `NetworkProbe` is Sendable because evidence is; a method calls it on the caller's thread only.
final class PerturbationProbe: NetworkProbe, @unchecked Sendable {
  private let attributor: Attributor
  private let image: Tensor
  private let layer: Int
  private let target: Target
  /// Data for closed-form ablation at the last stage; nil at other layers.
  private let head: (head: LinearHead, means: [Float], logits: [Float])?
  private let activations: Tensor
  private let counter: PassCounter
  /// True if the caller cancelled before all passes were run.
  private(set) var isPartial = false
  private(set) var passes = Passes()

  init(
    attributor: Attributor, image: Tensor, layer: Int, activations: Tensor, target: Target,
    logits: [Float], counter: PassCounter
  ) {
    self.attributor = attributor
    self.counter = counter
    self.target = target
    head = attributor.head.flatMap {
      $0.layer == layer ? ($0, activations.channelMeans, logits) : nil
    }
    self.image = image
    self.layer = layer
    self.activations = activations
  }

  func scores(count: Int, of variation: @escaping Variation) throws(AttributionError) -> [Float] {
    let target = target
    let start = ContinuousClock.now
    let scores = try attributor.logits(count: count, counter: counter, fill: variation) {
      target.score($0)
    }
    attributor.rates.note(forwards: scores.count, in: ContinuousClock.now - start)
    passes.forward += scores.count
    isPartial = isPartial || scores.count < count
    return scores
  }

  func scores(ablating channels: [Int]) throws(AttributionError) -> [Float] {
    if let head {
      return channels.map { channel in
        target.score(head.head.logits(head.logits, without: channel, mean: head.means[channel]))
      }
    }
    let scores = try resumedScores(channels)
    passes.resumed += scores.count
    isPartial = isPartial || scores.count < channels.count
    return scores
  }

  /// Scores by resumed passes; each worker first runs the image once.
  private func resumedScores(_ channels: [Int]) throws(AttributionError) -> [Float] {
    let preparations = AblationStates(workers: attributor.threads)
    let (layer, image, activations, target) = (layer, image, activations, target)
    let area = activations.shape[1] * activations.shape[2]
    return try attributor.inOrder(
      count: channels.count, counter: counter, work: attributor.costs.fraction(after: layer)
    ) { worker, index throws(InferenceError) in
      let ablated = try preparations.activations(of: worker) { () throws(InferenceError) in
        try worker.prepare(resumingFrom: layer, image: image)
        return Tensor(shape: activations.shape, activations.elements)
      }
      let channel = channels[index] * area..<(channels[index] + 1) * area
      for place in channel { ablated.storage.base[place] = 0 }
      let logits = try worker.logits(resumedWith: ablated)
      for place in channel { ablated.storage.base[place] = activations.storage.base[place] }
      return target.score(logits)
    }
  }

  func imageGradients(
    count: Int, of variation: @escaping Variation, _ body: (UnsafeBufferPointer<Float>) -> Void
  ) throws(AttributionError) -> Int {
    let target = target
    var done = 0
    let start = ContinuousClock.now
    let limit = try attributor.gradientWorkers()
    try attributor.each(count: count, workers: limit) {
      worker, index throws(InferenceError) -> Tensor in
      variation(index, worker.input.storage.mutableBuffer)
      return try worker.imageGradient(of: target)
    } deliver: { gradient in
      body(gradient.storage.buffer)
      done += 1
      return counter.advance(work: PassCosts.gradient)
    }
    attributor.rates.note(gradients: done, in: ContinuousClock.now - start)
    passes.backward += done
    isPartial = isPartial || done < count
    return done
  }
}

/// Each worker's copy of the activations, created at its first channel.
private final class AblationStates: @unchecked Sendable {
  private let lock = NSLock()
  private var copies: [ObjectIdentifier: Tensor] = [:]

  init(workers: Int) { copies.reserveCapacity(workers) }

  func activations(
    of worker: PassWorker, make: () throws(InferenceError) -> Tensor
  ) throws(InferenceError) -> Tensor {
    if let copy = lock.withLock({ copies[ObjectIdentifier(worker)] }) { return copy }
    let copy = try make()
    lock.withLock { copies[ObjectIdentifier(worker)] = copy }
    return copy
  }
}
