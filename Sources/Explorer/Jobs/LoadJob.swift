import Explanations
import Support

/// Loads a network before it is used, so that the one in use stays until then.
package struct LoadJob: ModelJob {
  package static let kind = JobKind("load", .compute, "loading the network", isKept: true)
  /// The variant; nil for the checkpoint's own.
  package var variant: String?
  /// A file; nil for the installed weights.
  package var checkpoint: String?

  package init(variant: String? = nil, checkpoint: String? = nil) {
    (self.variant, self.checkpoint) = (variant, checkpoint)
  }

  package func run(with models: inout ModelCache) throws(Failure) -> AskedNetwork {
    var asked = AskedNetwork(variant ?? "", checkpoint: checkpoint)
    if variant == nil {
      let request = NetworkRequest(checkpoint: checkpoint)
      asked.variant = try NetworkLoader.checkpoint(request).variant.name
    }
    _ = try models.network(asked)
    return asked
  }

  package func finish(_ network: AskedNetwork, in state: inout State) { state.use(network) }

  package func fail(_ failure: Failure, in state: inout State) {
    let variant = variant ?? state.subject.network.variant
    state.showWeightsFailure(
      failure.text, variant: variant,
      canPull: state.screens.variants.facts(variant)?.weights == .downloadable)
  }
}
