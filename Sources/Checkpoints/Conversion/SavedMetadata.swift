import Architectures
import Support
import Tensors

/// Metadata keys of safetensors files that this program writes.
enum SavedKey: String {
  case dialect = "effscope.dialect"
  case variant = "effscope.variant"
  /// `PreprocessingRecipe.savedText`.
  case recipe = "effscope.recipe"
  case epsilon = "effscope.epsilon"
  /// A model configuration in JSON; only class names are read from it.
  case configuration = "effscope.config"
  case untrained = "effscope.untrained"
  /// The operators behind the features in JSON, if they are not the usual ones.
  case head = "effscope.head"
  /// What the outputs mean: an `OutputActivation` or `twoSided`.
  case outputs = "effscope.outputs"
  /// The padding rule, if it is not the dialect's.
  case padding = "effscope.padding"
  case sourceSHA256 = "effscope.source-sha256"

  /// The value of `outputs` for the logits −z and z of a checkpoint with one logit z.
  static let twoSided = "two-sided"
}

extension LoadedCheckpoint {
  /// The metadata for a file with these weights.
  ///
  /// It holds all that the tensors do not tell: dialect, preprocessing, batch-norm epsilon, class
  /// names and the source's `effscope.` keys. `labels` replace the checkpoint's class names.
  public func savedMetadata(labels: [String]? = nil) -> [String: String] {
    var saved = metadata.filter { $0.key.hasPrefix("effscope.") }
    saved["format"] = "pt"
    saved[QuantizedFile.key] = nil
    // The name distinguishes AdvProp weights, whose preprocessing differs.
    saved["architecture"] = name
    saved[SavedKey.dialect.rawValue] = dialect.dialect.rawValue
    saved[SavedKey.variant.rawValue] = variant.name
    saved[SavedKey.recipe.rawValue] = recipe.savedText
    saved[SavedKey.epsilon.rawValue] = "\(options.batchNormEpsilon)"
    let own = dialect.dialect.padding
    saved[SavedKey.padding.rawValue] = options.padding == own ? nil : options.padding.savedText
    saved[SavedKey.head.rawValue] = options.head?.savedText
    saved[SavedKey.outputs.rawValue] =
      options.isTwoSided
      ? SavedKey.twoSided
      : outputs.reason == .assumed ? nil : outputs.activation.rawValue
    if isUntrained { saved[SavedKey.untrained.rawValue] = "true" }
    if let digest { saved[SavedKey.sourceSHA256.rawValue] = digest.hexadecimal }
    if let labels = labels ?? self.labels {
      let names = JSON.array(labels.map { .string($0) })
      saved[SavedKey.configuration.rawValue] =
        JSON.object([("label_names", names)]).text()
    }
    return saved
  }
}

extension CheckpointContents {
  /// The preprocessing in the metadata; nil if absent.
  var savedRecipe: PreprocessingRecipe? {
    metadata[SavedKey.recipe.rawValue].flatMap(PreprocessingRecipe.init(saved:))
  }

  /// The head in the metadata; nil if absent.
  var savedHead: StatedHead? {
    metadata[SavedKey.head.rawValue].flatMap(Head.init(saved:)).map { StatedHead(head: $0) }
  }

  /// What the outputs mean by the metadata; nil if absent.
  var savedOutputs: OutputActivation? {
    let text = metadata[SavedKey.outputs.rawValue]
    return text == SavedKey.twoSided ? .sigmoid : text.flatMap(OutputActivation.init(rawValue:))
  }

  /// The padding in the metadata; nil if it is the dialect's.
  var savedPadding: PaddingRule? {
    metadata[SavedKey.padding.rawValue].flatMap(PaddingRule.init(saved:))
  }

  /// The batch-norm epsilon in the metadata; nil if absent or not between 0 and 1.
  var savedEpsilon: Double? {
    metadata[SavedKey.epsilon.rawValue].flatMap(Double.init)
      .flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
  }
}
