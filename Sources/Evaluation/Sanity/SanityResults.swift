import Attribution
import Explanations

/// How alike a map and the original network's are.
public struct MapSimilarity: Hashable, Sendable {
  /// Spearman's correlation of the signed maps.
  public let spearman: Double
  /// Spearman's correlation of their absolute values.
  public let absoluteSpearman: Double
  /// SSIM of the displayed maps (ReLU, 0…1).
  public let structural: Double

  /// The similarity of two maps of equal extents.
  public init(_ map: AttributionMap, to original: AttributionMap) {
    spearman = Attribution.spearman(map.values, original.values)
    absoluteSpearman = Attribution.spearman(
      map.values.map(\.magnitude), original.values.map(\.magnitude))
    structural =
      map.isFinite && original.isFinite
      ? structuralSimilarity(map.normalized, original.normalized) : .nan
  }

  /// The mean of several, each number over those that have it.
  init(meanOf all: [MapSimilarity]) {
    spearman = MetricSummary(all.map(\.spearman)).mean
    absoluteSpearman = MetricSummary(all.map(\.absoluteSpearman)).mean
    structural = MetricSummary(all.map(\.structural)).mean
  }
}

/// The maps after one step of randomisation.
public struct SanityStep: Sendable {
  /// `cascading` or `independent`.
  public let order: String
  /// The part that was randomised last: `classifier`, `stage9`, … `stage1`.
  public let part: String
  /// The similarity by method.
  public let similarities: [String: MapSimilarity]
}

/// What the check says of a method.
public struct SanityVerdict: Hashable, Sendable {
  /// How a method did.
  public enum Outcome: String, Hashable, Sendable {
    /// Its map depends on the weights.
    case passes
    /// Its map stays much the same without any trained weight.
    case fails
    /// Its map can't be ranked after randomisation.
    case undefined
  }

  /// The method's name.
  public let method: String
  /// How it did.
  public let outcome: Outcome
  /// The larger of Spearman's correlations, of signed and of absolute maps, once the whole network
  /// is random.
  public let spearman: Double
  /// Whether random weights in the classifier alone hardly change the map, so that it is much the
  /// same for any class.
  public let ignoresClassifier: Bool

  /// The correlation from which a map of a random network counts as much the same.
  public static let limit = 0.5
  /// The correlation from which a map counts as untouched by its classifier.
  public static let classifierLimit = 0.9
}

/// The sanity check of several methods on one image.
public struct SanityReport: Sendable {
  /// The image as it was given.
  public let image: String
  /// The network that was checked.
  public let network: LoadedNetwork
  /// The explained class, the same throughout.
  public let target: Classification.Prediction
  /// The layer's name.
  public let layer: String
  /// The methods' names, `edge-detector` at the end.
  public let methods: [String]
  /// The seed of the random weights.
  public let seed: UInt64
  /// Draws of random weights that were averaged.
  public let draws: Int
  /// How alike each original map and the image's edges are.
  public let edgeCorrelations: [String: Double]
  /// The window of SSIM for maps at the layer.
  public let window: Int
  /// The steps in order: cascading, then independent.
  public var steps: [SanityStep] = []
  /// Whether the person stopped before the end.
  public var isInterrupted = false

  /// The name of the reference that knows nothing of the network.
  public static let edgeDetector = "edge-detector"

  /// The verdicts, once the cascade has reached the stem; none before.
  public var verdicts: [SanityVerdict] {
    let cascade = steps.filter { $0.order == WeightRandomization.Order.cascading.rawValue }
    guard let first = cascade.first, let last = cascade.last,
      last.part == network.network.stages.first?.name
    else { return [] }
    return methods.map { method in
      let similarity = last.similarities[method]
      // A map that is only turned over, as Eigen-CAM's sign may be, is no other map.
      let end = max(similarity?.spearman ?? .nan, similarity?.absoluteSpearman ?? .nan)
      let start = first.similarities[method]?.spearman ?? .nan
      return SanityVerdict(
        method: method,
        outcome: end.isNaN ? .undefined : end >= SanityVerdict.limit ? .fails : .passes,
        spearman: end,
        ignoresClassifier: first.part == "classifier" && start >= SanityVerdict.classifierLimit)
    }
  }
}
