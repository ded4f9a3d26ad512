import Tensors

/// What this program's own safetensors files say of themselves beside their tensors.
///
/// Whatever a checkpoint knew that its tensors do not tell is kept: dialect, preprocessing, batch-norm epsilon,
/// class names, and what else stood under this program's keys.
enum SavedKey: String {
  case dialect = "effscope.dialect"
  case variant = "effscope.variant"
  /// `PreprocessingRecipe.savedText`.
  case recipe = "effscope.recipe"
  case epsilon = "effscope.epsilon"
  /// A model's configuration, of which class names are read.
  case configuration = "effscope.config"
  case untrained = "effscope.untrained"
  case sourceSHA256 = "effscope.source-sha256"
}

extension LoadedCheckpoint {
  /// The metadata of a file that holds these weights; `labels` replace the checkpoint's own class names.
  public func savedMetadata(labels: [String]? = nil) -> [String: String] {
    var saved = metadata.filter { $0.key.hasPrefix("effscope.") }
    saved["format"] = "pt"
    // The name tells AdvProp's weights, whose recipe differs, from the others.
    saved["architecture"] = name
    saved[SavedKey.dialect.rawValue] = dialect.dialect.rawValue
    saved[SavedKey.variant.rawValue] = variant.name
    saved[SavedKey.recipe.rawValue] = recipe.savedText
    saved[SavedKey.epsilon.rawValue] = "\(options.batchNormEpsilon)"
    if isUntrained { saved[SavedKey.untrained.rawValue] = "true" }
    if let digest { saved[SavedKey.sourceSHA256.rawValue] = digest.hexadecimal }
    if let labels = labels ?? self.labels {
      let names = JSONValue.array(labels.map { .string($0) })
      saved[SavedKey.configuration.rawValue] =
        JSONValue.object([.init(key: "label_names", value: names)]).text
    }
    return saved
  }
}

extension CheckpointContents {
  /// The preprocessing that this program wrote into the file.
  var savedRecipe: PreprocessingRecipe? {
    metadata[SavedKey.recipe.rawValue].flatMap(PreprocessingRecipe.init(saved:))
  }

  /// The epsilon that this program wrote into the file.
  var savedEpsilon: Double? {
    metadata[SavedKey.epsilon.rawValue].flatMap(Double.init)
      .flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
  }
}
