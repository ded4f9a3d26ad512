import Checkpoints
import Imaging
import Inference

/// The variant, weights, preprocessing and number type of a network.
package struct NetworkRequest: Hashable, Sendable {
  /// Variant name; nil for the checkpoint's own, or lite0 without a checkpoint.
  package var variant: String?
  /// A checkpoint file or `random:SEED`; nil for the variant's installed weights.
  package var checkpoint: String?
  package var dialect: String?
  /// Path of a file with class names that replaces the built-in ones.
  package var labels: String?
  package var recipe = RecipeChanges()
  /// What is decided of the checkpoint where the file leaves a choice.
  package var reading = CheckpointReading()
  /// Threads of a forward pass; nil for one per core.
  package var threads: Int?
  package var precision: EngineConfiguration.Precision
  /// Pixels at most of each photograph.
  package var pixelLimit = Picture.standardPixelLimit

  package init(
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
