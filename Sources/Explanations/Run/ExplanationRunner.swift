import Architectures
import Attribution
import Inference
import Support
import Tensors

/// Runs one network on images: predictions, activations, maps and gradients.
///
/// It owns the sessions, which are kept while the input's size stays the same, and the forward
/// passes of the last image. A further class or method on that image repeats no forward pass.
/// It is not thread-safe: use it from one thread at a time.
package final class ExplanationRunner {
  package let network: LoadedNetwork
  private let threads: Int
  private var kept: Attributor?
  /// Forward passes of the last image, newest last.
  private var observations: [Observation] = []
  /// The input that `observations` belong to, (1, C, H, W).
  private var observed: Tensor?

  /// Forward passes kept for one image: one plain and two with gradients, as sessions are.
  private static let keptObservations = 3

  /// Creates a runner of `network`; `threads` share a pass, by default the network's own number.
  package init(_ network: LoadedNetwork, threads: Int? = nil) {
    self.network = network
    self.threads = threads ?? network.threads
  }

  /// Forward passes of unchanged images so far.
  package var forwardPasses: Int { earlierPasses + (kept?.mainPasses ?? 0) }
  private var earlierPasses = 0

  /// Predicts the classes of `photograph` and keeps the activations of `layers`.
  package func examine(_ photograph: Photograph, layers: [Int] = []) throws(Failure) -> Examination
  {
    try examine(photograph, for: [], taps: Set(layers))
  }

  /// Predicts, and keeps what `requests` need of the forward pass.
  ///
  /// Answers that are not all finite are none: they have no order and no probabilities.
  func examine(
    _ photograph: Photograph, for requests: [MapRequest], taps: Set<Int>
  ) throws(Failure) -> Examination {
    try photograph.check(channels: network.recipe.channels)
    let image = photograph.prepared(for: network.recipe)
    let watch = Stopwatch()
    let observation = try observe(image.tensor, for: requests, taps: taps, name: photograph.name)
    try Self.checkIsFinite(
      observation.logits, "the network's answers", photograph.name, what: "can't examine")
    return Examination(
      network: network, photograph: photograph, image: image,
      pass: ForwardPass(
        logits: Tensor(shape: [observation.logits.count], observation.logits),
        activations: observation.activations.filter { taps.contains($0.key) }),
      forwardMilliseconds: watch.milliseconds)
  }

  /// The attributor for inputs as large as `image` (1, C, H, W).
  func attributor(for image: Tensor) throws(AttributionError) -> Attributor {
    try attributor(height: image.shape[2], width: image.shape[3])
  }

  /// The attributor for inputs of `height` × `width`, kept until another size is needed.
  package func attributor(height: Int, width: Int) throws(AttributionError) -> Attributor {
    if let kept, kept.height == height, kept.width == width { return kept }
    let made = try Attributor(
      model: network.model, head: network.head, height: height, width: width, threads: threads)
    earlierPasses += kept?.mainPasses ?? 0
    kept = made
    observations = []
    return made
  }

  /// The kept forward pass of `image` that holds what `requests` and `taps` need, or a new one.
  func observe(
    _ image: Tensor, for requests: [MapRequest], taps: Set<Int>, name: String
  ) throws(Failure) -> Observation {
    do throws(AttributionError) {
      let attributor = try attributor(for: image)
      if observed?.storage !== image.storage {
        observations = []
        observed = image
      }
      if let known = observations.last(where: { observation in
        taps.isSubset(of: observation.activations.keys)
          && attributor.isReusable(observation, for: requests)
      }) {
        return known
      }
      let made = try attributor.observe(image, for: requests, taps: taps)
      if observations.count == Self.keptObservations { observations.removeFirst() }
      observations.append(made)
      return made
    } catch {
      if case .inference(let error) = error { throw Failure(error, subject: name) }
      throw Failure(error)
    }
  }
}
