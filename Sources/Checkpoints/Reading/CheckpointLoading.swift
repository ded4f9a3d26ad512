import Architectures
import Tensors

/// Turns what a reader found in a file into weights with their network and preprocessing.
struct CheckpointLoading {
  private let contents: CheckpointContents
  private let name: String
  private let digest: FileDigest
  private let configuration: ModelConfiguration?
  /// Why the configuration beside the file can't be read; nil if it can or is missing.
  private let obstacle: CheckpointError?

  /// `name` is the file's name without folders; `digest` is that of `bytes`, if it is known.
  init(
    _ contents: CheckpointContents, of bytes: FileBytes, name: String, digest: FileDigest? = nil
  ) {
    self.contents = contents
    self.name = name
    self.digest = digest ?? FileDigest(of: bytes)
    obstacle = ModelConfiguration.obstacle(beside: bytes)
    configuration = ModelConfiguration(in: contents.metadata) ?? ModelConfiguration(beside: bytes)
  }

  /// Recognises the network and loads its weights; `choice` replaces the detected dialect.
  func load(
    variant: Variant?, choice: DialectChoice?, reading: CheckpointReading
  ) throws(CheckpointError) -> LoadedCheckpoint {
    if let obstacle { throw obstacle }
    let said = try statements()
    let match = try NetworkMatch.find(
      in: contents, asked: variant, reading: reading, statements: said)
    let clues = DialectClues(
      fileName: name, metadata: contents.metadata, architecture: configuration?.architecture,
      isTimm: configuration?.isTimm ?? false,
      classes: Set(contents.globals.map(\.name)))
    let choice = choice ?? DialectChoice(match, clues)
    guard choice.dialect.covers(match.variant) else {
      throw .wrongDialect(choice.dialect, variant: match.variant.name)
    }
    try configuration?.statements.check(match.variant)
    // Metadata that this program wrote is valid only for the dialect written with it.
    let isOwn = contents.metadata[SavedKey.dialect.rawValue] == choice.dialect.rawValue
    var options = options(for: match, choice.dialect, isOwn: isOwn)
    let isSavedPair = contents.metadata[SavedKey.outputs.rawValue] == SavedKey.twoSided
    let outputs = OutputChoice(
      asked: reading.outputActivation, stated: match.outputs ?? said.outputs,
      outputs: isSavedPair ? 1 : match.classes)
    options.outputActivation = outputs.activation
    options.isTwoSided = isSavedPair && outputs.activation == .sigmoid
    var weights = try weights(of: match, options)
    if match.classes == 1 {
      guard outputs.activation != .softmax else { throw .softmaxOfOne }
      if outputs.activation == .sigmoid {
        options = options.twoSided()
        weights.makeTwoSided(classifier: match.variant.network(options).classifierName)
      }
    }
    return LoadedCheckpoint(
      source: .file(name: name, format: contents.format, scheme: match.scheme, path: match.path),
      variant: match.variant, dialect: choice, options: options, outputs: outputs,
      weights: weights, recipe: recipe(for: match, choice.dialect, clues, isOwn: isOwn),
      labels: labels(classes: options.classes),
      warnings: match.warnings
        + (CheckpointWarning.nonFinite(in: weights, of: match).map { [$0] } ?? []),
      metadata: contents.metadata, account: match.account, digest: digest)
  }

  /// The use of every tensor of a file that can't be loaded; nil if no network is recognised.
  func account(variant: Variant?, reading: CheckpointReading) -> TensorAccount? {
    guard contents.graph == nil, let said = try? statements() else { return nil }
    return StateDictionaryMatch(contents, asked: variant, reading: reading, said).account
  }

  /// What the file's metadata and the configuration beside it say of the network.
  private func statements() throws(CheckpointError) -> FileStatements {
    var statements = FileStatements()
    statements.head = contents.savedHead
    statements.pooling = try configuration?.statements.pooling.map(GlobalPooling.init(stated:))
    if statements.pooling == nil {
      statements.pooling = try contents.statedPooling.map(GlobalPooling.init(stated:))
    }
    statements.outputs = contents.savedOutputs ?? configuration?.statements.outputs
    return statements
  }

  private func options(
    for match: NetworkMatch, _ dialect: Dialect, isOwn: Bool
  ) -> NetworkOptions {
    var options = dialect.options(for: match.variant, classes: match.classes)
    options.head = match.head
    options.inputChannels = match.inputChannels
    if let padding = configuration?.statements.padding, dialect == .huggingface {
      options.padding = padding
    }
    if let padding = match.graph?.padding { options.padding = padding }
    if isOwn, let padding = contents.savedPadding { options.padding = padding }
    let stated = dialect == .huggingface ? configuration?.statements.epsilon : nil
    if let epsilon = match.graph?.epsilon ?? (isOwn ? contents.savedEpsilon : nil) ?? stated {
      options.batchNormEpsilon = epsilon
    }
    return options
  }

  private func weights(
    of match: NetworkMatch, _ options: NetworkOptions
  ) throws(CheckpointError) -> StateDictionary {
    var stored = match.tensors
    for normalization in match.graph?.folded ?? [] {
      stored.merge(try normalization.tensors(epsilon: options.batchNormEpsilon)) { _, new in new }
    }
    var weights = StateDictionary()
    for (canonical, tensor) in stored { try tensor.define(as: canonical, in: &weights) }
    return weights
  }

  private func recipe(
    for match: NetworkMatch, _ dialect: Dialect, _ clues: DialectClues, isOwn: Bool
  ) -> PreprocessingRecipe {
    if isOwn, let saved = contents.savedRecipe { return saved }
    let configured = configuration?.changes ?? RecipeChanges()
    let arrays = match.graph?.scaling
    // A graph that normalises needs no other normalisation.
    let changes =
      (arrays == nil ? configured.over(match.recipe) : match.recipe.over(configured))
      .over(contents.trainingChanges)
    var recipe = (configuration?.recipe ?? dialect.recipe(for: match.variant, names: clues.names))
      .changed(by: changes)
    recipe.arrays = arrays
    return recipe
  }

  /// The class names that fit the number of classes, else the first ones.
  private func labels(classes: Int) -> [String]? {
    let candidates = (configuration?.labels).map { [$0] } ?? []
    let all = candidates + contents.labels
    return all.first { $0.count == classes } ?? all.first
  }
}
