import Architectures
import Explanations
import Inference
import Support
import Tensors

extension Desk {
  /// The time of every layer, from the median of some passes over an image of numbers.
  ///
  /// A network without installed weights runs on random ones: they cost the same time.
  mutating func profile(_ asked: AskedNetwork, _ resolution: Int, _ context: WorkContext)
    throws(Failure) -> ProfileFacts
  {
    var asked = asked
    if asked.checkpoint == nil, let variant = Variant.named(asked.variant),
      !NetworkLoader.isInstalled(variant)
    {
      asked.checkpoint = "random:0"
    }
    let network = try examiner(asked, context).network
    context.progress(nil, "timing \(asked.variant) at \(resolution)×\(resolution)")
    do throws(InferenceError) {
      let session = try Session(
        model: network.model, height: resolution, width: resolution, threads: network.threads)
      let image = Tensor(zeros: session.inputShape)
      for index in 0..<image.count { image.storage.base[index] = Float(index % 251) / 251 - 0.5 }
      // The first pass wakes the threads and fills the caches.
      _ = try session.run(image)
      let profile = try session.profile(image, runs: Self.profileRuns)
      return ProfileFacts(
        variant: asked.variant, resolution: resolution,
        steps: profile.map { .init(layers: $0.layers, milliseconds: $0.nanoseconds / 1e6) })
    } catch {
      throw Failure(error, subject: asked.variant)
    }
  }

  private static let profileRuns = 7
}
