import Architectures
import Checkpoints
import Scaling
import Support

/// Lists all networks, with their costs and whether weights are installed.
package struct VariantsJob: Job {
  package static let kind = JobKind("variants", .files, "reading the list of networks")

  package static func desired(in state: State) -> VariantsJob? {
    state.screens.variants.all.isEmpty ? VariantsJob() : nil
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> [VariantFacts] {
    let installed = Set(workbench.store.entries.map(\.record.variant))
    let published = Set(Publication.all.map(\.variant))
    return Variant.catalogue.map { variant in
      VariantFacts(
        variant, publishedTop1: PublishedAccuracy.topOne(of: variant),
        weights: installed.contains(variant.name)
          ? .installed : published.contains(variant.name) ? .downloadable : .absent)
    }
  }

  package func finish(_ rows: [VariantFacts], in state: inout State) {
    state.screens.variants.all = rows
    if state.screens.variants.cursor == nil {
      state.screens.variants.cursor = state.subject.network.variant
    }
  }
}

/// A row of the list of networks.
package struct VariantFacts: Equatable, Sendable {
  /// Whether weights are installed.
  package enum Weights: Equatable, Sendable {
    case installed, downloadable, absent

    /// What can be used at once comes first.
    static let byUse: [Weights] = [.installed, .downloadable, .absent]
  }

  package var name, title, family: String
  /// Multiplier of channels; nil if the family is not scaled.
  package var width: Double?
  /// Multiplier of repeats; nil if the family is not scaled.
  package var depth: Double?
  package var resolution, parameters, macs: Int
  /// Published ImageNet top-1 accuracy in percent.
  package var publishedTop1: Double?
  package var weights: Weights

  package init(_ variant: Variant, publishedTop1: Double?, weights: Weights) {
    let cost = variant.network().cost(height: variant.resolution, width: variant.resolution)
    (name, title, family) = (variant.name, variant.title, variant.family.rawValue)
    if variant.family == .efficientNet || variant.family == .efficientNetLite {
      (width, depth) = (variant.scaling.width, variant.scaling.depth)
    }
    (resolution, parameters, macs) = (variant.resolution, cost.parameters, cost.macs)
    (self.publishedTop1, self.weights) = (publishedTop1, weights)
  }
}
