import Architectures
import Attribution
import Checkpoints
import Imaging
import Inference
import Support
import Tensors

/// A network that is ready to answer: weights packed, recipe and class names known.
public final class LoadedNetwork: Sendable {
  /// Which variant it is.
  public let variant: Variant
  /// The weights, packed for this machine.
  public let model: Model
  /// How photographs become its input.
  public let recipe: PreprocessingRecipe
  /// The names of its classes.
  public let classNames: ClassNames
  /// Where its weights come from.
  public let origin: WeightsOrigin
  /// What is odd about the weights, one line each.
  public let warnings: [String]
  /// The classifier behind the last stage, where closed forms apply.
  public let head: LinearHead?
  /// Milliseconds from the request to readiness.
  public let loadMilliseconds: Double
  /// Threads of a forward pass.
  public let threads: Int
  /// The file that its class names were read from; nil for the built-in ones.
  public let labelsPath: String?
  /// What a person changed of its preprocessing.
  public let recipeChanges: RecipeChanges

  /// Its layers.
  public var network: Network { model.network }

  init(
    variant: Variant, model: Model, recipe: PreprocessingRecipe, classNames: ClassNames,
    origin: WeightsOrigin, warnings: [String], head: LinearHead?, loadMilliseconds: Double,
    threads: Int, labelsPath: String? = nil, recipeChanges: RecipeChanges = RecipeChanges()
  ) {
    self.variant = variant
    self.model = model
    self.recipe = recipe
    self.classNames = classNames
    self.origin = origin
    self.warnings = warnings
    self.head = head
    self.loadMilliseconds = loadMilliseconds
    self.threads = threads
    self.labelsPath = labelsPath
    self.recipeChanges = recipeChanges
  }
}

extension LoadedNetwork {
  /// Index of the layer called `name`; throws a failure that says which names there are.
  public func layer(named name: String) throws(Failure) -> Int {
    if let layer = network.layer(named: name) { return layer }
    throw Failure(
      .usage, "unknown layer", name, because: "\(network.name) has none of this name",
      advice:
        "use a stage (stage1 to stage\(network.stages.count)), a block (stage4.block1), a "
        + "point in it (stage4.block1.depthwise) or all; 'effscope architecture "
        + "\(network.name) \(OptionName.layers)' lists them")
  }
}

/// Where a network's weights come from, as every output names it.
public struct WeightsOrigin: Sendable {
  /// The checkpoint as it was asked for or found: a path, or `random:7`.
  public let source: String
  /// The checkpoint file's path where a person named one; nil for installed and random weights.
  public var path: String?
  /// The file's SHA-256, computed when first asked for; nil for random weights.
  public let digest: FileDigest?
  /// The dialect's name.
  public let dialect: String
  /// How the dialect was decided.
  public let dialectReason: String
  /// Whether the weights are random.
  public let isUntrained: Bool

  /// Label beside results: the source, marked if the weights are random.
  public var label: String { isUntrained ? source + Self.untrainedMark : source }

  /// The source that a recorded label names.
  public static func source(ofLabel label: String) -> String {
    label.hasSuffix(untrainedMark) ? String(label.dropLast(untrainedMark.count)) : label
  }

  private static let untrainedMark = " (untrained)"

  /// The dialect and how it was decided, for people; nil where there was nothing to decide.
  public var dialectNote: String? {
    let isObvious =
      dialectReason == DialectChoice.Reason.publisher.rawValue
      || isUntrained && dialectReason == DialectChoice.Reason.variant.rawValue
    return isObvious ? nil : "dialect \(dialect) (\(dialectReason))"
  }

  /// An origin.
  public init(
    source: String, digest: FileDigest?, dialect: String, dialectReason: String, isUntrained: Bool
  ) {
    self.source = source
    self.digest = digest
    self.dialect = dialect
    self.dialectReason = dialectReason
    self.isUntrained = isUntrained
  }
}
