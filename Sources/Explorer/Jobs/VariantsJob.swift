import Architectures
import Checkpoints
import Scaling
import Support

extension JobKind {
  package static let variants = JobKind("variants", .files, "reading the list of networks")
}

/// Lists all networks, with their costs and whether weights are installed.
package struct VariantsJob: Job {
  package static var kind: JobKind { .variants }

  package static func desired(in state: State) -> VariantsJob? {
    state.screens.variants.all.isEmpty ? VariantsJob() : nil
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> [VariantFacts] {
    let installed = Set(workbench.store.entries.map(\.record.variant))
    let published = Set(Publication.all.map(\.variant))
    return Variant.catalogue.map { variant in
      let cost = variant.network().cost(height: variant.resolution, width: variant.resolution)
      let isScaled = variant.family == .efficientNet || variant.family == .efficientNetLite
      return VariantFacts(
        name: variant.name, title: variant.title, family: variant.family.rawValue,
        width: isScaled ? variant.scaling.width : nil,
        depth: isScaled ? variant.scaling.depth : nil, resolution: variant.resolution,
        parameters: cost.parameters, macs: cost.macs,
        publishedTop1: PublishedAccuracy.topOne(of: variant),
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
    case installed
    case downloadable
    case absent
  }

  package var name: String
  package var title: String
  package var family: String
  /// Multiplier of channels; nil if the family is not scaled.
  package var width: Double?
  /// Multiplier of repeats; nil if the family is not scaled.
  package var depth: Double?
  package var resolution: Int
  package var parameters: Int
  package var macs: Int
  /// Published ImageNet top-1 accuracy in percent.
  package var publishedTop1: Double?
  package var weights: Weights

  package init(
    name: String, title: String, family: String, width: Double? = nil, depth: Double? = nil,
    resolution: Int, parameters: Int, macs: Int, publishedTop1: Double? = nil, weights: Weights
  ) {
    self.name = name
    self.title = title
    self.family = family
    self.width = width
    self.depth = depth
    self.resolution = resolution
    self.parameters = parameters
    self.macs = macs
    self.publishedTop1 = publishedTop1
    self.weights = weights
  }
}
