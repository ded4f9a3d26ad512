import Architectures
import Explanations
import Inference
import Support
import Tensors

/// Times every layer of a network: the median of some passes over a square input.
///
/// A network without installed weights runs with random ones, which take the same time.
package struct ProfileJob: ModelJob {
  package static let kind = JobKind("profile", .compute, "timing the layers")
  package var network: AskedNetwork
  /// Side of the input.
  package var resolution: Int

  private static let runs = 7

  package func isKept(in state: State) -> Bool {
    state.screens.architecture.variant == network.variant
      && state.screens.architecture.resolution == resolution
  }

  package func run(with models: inout ModelCache) throws(Failure) -> ProfileFacts {
    var asked = network
    if asked.checkpoint == nil, let variant = Variant.named(asked.variant),
      !NetworkLoader.isInstalled(variant)
    {
      asked.checkpoint = "random:0"
    }
    let loaded = try models.network(asked)
    models.context.progress(nil, "timing \(asked.variant) at \(resolution)×\(resolution)")
    do throws(InferenceError) {
      let session = try Session(
        model: loaded.model, height: resolution, width: resolution, threads: loaded.threads)
      let image = Tensor(zeros: session.inputShape)
      for index in 0..<image.count { image.storage.base[index] = Float(index % 251) / 251 - 0.5 }
      // The first pass starts the threads and fills the caches.
      _ = try session.run(image)
      let profile = try session.profile(image, runs: Self.runs)
      return ProfileFacts(
        variant: asked.variant, resolution: resolution,
        steps: profile.map { .init(layers: $0.layers, milliseconds: $0.nanoseconds / 1e6) })
    } catch {
      throw Failure(error, subject: asked.variant)
    }
  }

  package func finish(_ profile: ProfileFacts, in state: inout State) {
    state.screens.architecture.profile = profile
    if profile.resolution == Variant.named(profile.variant)?.resolution {
      state.screens.variants.measured[profile.variant] = profile.total
    }
  }
}

/// The time of each step of a network on this machine, for one input size.
package struct ProfileFacts: Equatable, Sendable {
  package var variant: String
  /// Side of the square input.
  package var resolution: Int
  package var steps: [Step]

  package init(variant: String, resolution: Int, steps: [Step]) {
    (self.variant, self.resolution, self.steps) = (variant, resolution, steps)
  }

  /// Milliseconds of the whole pass.
  package var total: Double { steps.reduce(0) { $0 + $1.milliseconds } }

  /// Milliseconds of the steps that end in one of `layers`; nil if none does, because the layers run
  /// fused into later ones.
  package func milliseconds(of layers: Range<Int>) -> Double? {
    let ending = steps.filter { $0.layers.max().map(layers.contains) ?? false }
    return ending.isEmpty ? nil : ending.reduce(0) { $0 + $1.milliseconds }
  }

  /// Layers that ran fused, and their median time.
  package struct Step: Equatable, Sendable {
    package var layers: [Int]
    package var milliseconds: Double

    package init(layers: [Int], milliseconds: Double) {
      (self.layers, self.milliseconds) = (layers, milliseconds)
    }
  }
}
