import Attribution
import Explanations

/// Similarity of a map to the original network's map.
package struct MapSimilarity: Hashable, Sendable {
  package let spearman: Double
  /// Spearman's correlation of the absolute values.
  package let absoluteSpearman: Double
  /// SSIM of the displayed maps (ReLU, 0…1).
  package let structural: Double

  /// Compares two maps of equal size.
  package init(_ map: AttributionMap, to original: AttributionMap) {
    spearman = Attribution.spearman(map.values, original.values)
    absoluteSpearman = Attribution.spearman(
      map.values.map(\.magnitude), original.values.map(\.magnitude))
    structural =
      map.isFinite && original.isFinite
      ? structuralSimilarity(map.normalized, original.normalized) : .nan
  }

  /// The mean of several, skipping NaN in each number.
  init(meanOf all: [MapSimilarity]) {
    spearman = MetricSummary(all.map(\.spearman)).mean
    absoluteSpearman = MetricSummary(all.map(\.absoluteSpearman)).mean
    structural = MetricSummary(all.map(\.structural)).mean
  }
}

/// The similarities after one step of randomisation.
package struct SanityStep: Sendable {
  /// `cascading` or `independent`.
  package let order: String
  /// The last randomised part: `classifier`, `stage9`, … `stage1`.
  package let part: String
  package let similarities: [String: MapSimilarity]
}

/// The result of the check for one method.
package struct SanityVerdict: Hashable, Sendable {
  /// The map depends on the weights, hardly changes without any trained weight, or can't be ranked
  /// after randomisation.
  package enum Outcome: String, Hashable, Sendable {
    case dependent = "depends on the weights"
    case independent = "does not depend on the weights"
    case undefined
  }

  package let method: String
  package let outcome: Outcome
  /// The larger correlation, of signed and of absolute maps, with the whole network random.
  package let spearman: Double
  /// Correlation of the signed map with the classifier alone random; NaN if unknown.
  package let classifierSpearman: Double
  /// True if the map hardly changes with a random classifier, so it does not depend on the class.
  package var ignoresClassifier: Bool { classifierSpearman >= Self.classifierLimit }

  /// A random network's map with at least this correlation counts as unchanged.
  package static let limit = 0.5
  /// A map with at least this correlation counts as independent of the classifier.
  package static let classifierLimit = 0.9
}

/// The sanity check of several methods on one image.
package struct SanityReport: Sendable {
  package let image: String
  package let network: LoadedNetwork
  /// The explained class, the same in all steps.
  package let target: Classification.Prediction
  package let layer: String
  /// Method names, then `edge-detector`.
  package let methods: [String]
  package let seed: UInt64
  /// Number of random weight sets that were averaged.
  package let draws: Int
  /// Correlation of each original map with the image's edges.
  package let edgeCorrelations: [String: Double]
  /// Window of SSIM for maps at the layer.
  package let window: Int
  /// The steps in order: cascading, then independent.
  package var steps: [SanityStep] = []
  package var isInterrupted = false

  /// Name of the baseline that does not depend on the network.
  package static let edgeDetector = "edge-detector"

  /// The verdicts; empty until the cascade has reached the stem.
  package var verdicts: [SanityVerdict] {
    let cascade = steps.filter { $0.order == WeightRandomization.Order.cascading.rawValue }
    guard let first = cascade.first, let last = cascade.last,
      last.part == network.network.stages.first?.name
    else { return [] }
    return methods.map { method in
      let similarity = last.similarities[method]
      // A map with flipped sign counts as unchanged: Eigen-CAM's sign is arbitrary.
      let end = max(similarity?.spearman ?? .nan, similarity?.absoluteSpearman ?? .nan)
      let start = first.similarities[method]?.spearman ?? .nan
      return SanityVerdict(
        method: method,
        outcome: end.isNaN ? .undefined : end >= SanityVerdict.limit ? .independent : .dependent,
        spearman: end, classifierSpearman: first.part == "classifier" ? start : .nan)
    }
  }
}
