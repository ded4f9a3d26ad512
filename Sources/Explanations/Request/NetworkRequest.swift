import Checkpoints
import Inference

/// Which network, with which weights, a person asks for.
public struct NetworkRequest: Hashable, Sendable {
  /// Variant name; without it the checkpoint's own, or lite0 where no checkpoint is named.
  public var variant: String?
  /// A checkpoint file or `random:SEED`; without it the variant's installed weights.
  public var checkpoint: String?
  /// Dialect name that overrides detection.
  public var dialect: String?
  /// File with class names that replaces the built-in ones.
  public var labels: String?
  /// Preprocessing that differs from the checkpoint's own.
  public var recipe = RecipeChanges()
  /// Threads of a forward pass; without it one a core.
  public var threads: Int?
  /// Number type of a forward pass.
  public var precision: EngineConfiguration.Precision

  /// A request; everything may be left to the defaults.
  public init(
    variant: String? = nil, checkpoint: String? = nil, dialect: String? = nil,
    labels: String? = nil, recipe: RecipeChanges = RecipeChanges(), threads: Int? = nil,
    precision: EngineConfiguration.Precision = .float32
  ) {
    self.variant = variant
    self.checkpoint = checkpoint
    self.dialect = dialect
    self.labels = labels
    self.recipe = recipe
    self.threads = threads
    self.precision = precision
  }
}
