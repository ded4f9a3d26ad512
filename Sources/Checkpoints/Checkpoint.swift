import Architectures
import Support
import Tensors

/// Loads weights from a file of any supported format and dialect, or draws them from a seed.
public enum Checkpoint {
  /// Prefix of a checkpoint argument that asks for untrained weights: `random:SEED`.
  public static let randomPrefix = "random:"

  /// Loads the file at `path`; variant and dialect are detected unless given.
  public static func load(
    file path: String, variant: Variant? = nil, dialect: Dialect? = nil
  ) throws(CheckpointError) -> LoadedCheckpoint {
    let name = path.lastPathComponent
    return try load(try FileBytes(mapping: path), name: name, variant: variant, dialect: dialect)
  }

  /// Loads installed weights; the dialect is the recorded one unless given.
  public static func load(
    _ installed: InstalledWeights, variant: Variant? = nil, dialect: Dialect? = nil
  ) throws(CheckpointError) -> LoadedCheckpoint {
    let choice =
      dialect.map { DialectChoice($0, .asked) }
      ?? DialectChoice(installed.record.dialect, .publisher)
    return try load(
      try FileBytes(mapping: installed.path), name: installed.record.fileName, variant: variant,
      choice: choice, digest: installed.knownDigest)
  }

  /// Loads a file's bytes; `name` is the file's name without folders.
  public static func load(
    _ bytes: FileBytes, name: String, variant: Variant? = nil, dialect: Dialect? = nil
  ) throws(CheckpointError) -> LoadedCheckpoint {
    try load(
      bytes, name: name, variant: variant, choice: dialect.map { DialectChoice($0, .asked) },
      digest: nil)
  }

  private static func load(
    _ bytes: FileBytes, name: String, variant: Variant?, choice: DialectChoice?,
    digest: FileDigest?
  ) throws(CheckpointError) -> LoadedCheckpoint {
    try load(
      try CheckpointContents(reading: bytes), of: bytes, name: name, variant: variant,
      choice: choice, digest: digest)
  }

  /// Recognises the network in `contents`, which a reader found in `bytes`, and loads its weights.
  static func load(
    _ contents: CheckpointContents, of bytes: FileBytes, name: String, variant: Variant?,
    choice: DialectChoice?, digest: FileDigest?
  ) throws(CheckpointError) -> LoadedCheckpoint {
    let match = try NetworkMatch.find(in: contents, asked: variant)
    let configuration =
      ModelConfiguration(in: contents.metadata) ?? ModelConfiguration(beside: bytes)
    let clues = DialectClues(
      fileName: name, metadata: contents.metadata, architecture: configuration?.architecture,
      isTimm: configuration?.isTimm ?? false)
    let choice = choice ?? DialectChoice(match, clues)
    guard choice.dialect.covers(match.variant) else {
      throw .wrongDialect(choice.dialect, variant: match.variant.name)
    }
    var options = choice.dialect.options(for: match.variant, classes: match.classes)
    options.inputChannels = match.inputChannels
    // Metadata that this program wrote is valid only for the dialect written with it.
    let isOwn = contents.metadata[SavedKey.dialect.rawValue] == choice.dialect.rawValue
    if let epsilon = match.graph?.epsilon ?? (isOwn ? contents.savedEpsilon : nil) {
      options.batchNormEpsilon = epsilon
    }
    var stored = match.tensors
    for normalization in match.graph?.folded ?? [] {
      stored.merge(try normalization.tensors(epsilon: options.batchNormEpsilon)) { _, new in new }
    }
    var weights = StateDictionary()
    for (canonical, tensor) in stored { try tensor.define(as: canonical, in: &weights) }
    if (options.head?.outputs ?? options.classes) == 1 {
      options = options.twoSided()
      weights.makeTwoSided(classifier: match.variant.network(options).classifierName)
    }
    let changes = (configuration?.changes ?? RecipeChanges()).over(match.recipe)
    let recipe =
      (isOwn ? contents.savedRecipe : nil)
      ?? choice.dialect.recipe(for: match.variant, names: clues.names).changed(by: changes)
    return LoadedCheckpoint(
      source: .file(name: name, format: contents.format, scheme: match.scheme, path: match.path),
      variant: match.variant, dialect: choice, options: options, weights: weights,
      recipe: recipe,
      labels: configuration?.labels,
      warnings: CheckpointWarning.nonFinite(in: weights, of: match).map { [$0] } ?? [],
      metadata: contents.metadata, digest: digest ?? FileDigest(of: bytes))
  }

  /// Untrained weights for `variant`, drawn from `seed`.
  public static func random(
    seed: UInt64, variant: Variant, dialect: Dialect? = nil, classes: Int = 1000
  ) -> LoadedCheckpoint {
    let choice =
      dialect.map { DialectChoice($0, .asked) } ?? DialectChoice(.standard(for: variant), .variant)
    let options = choice.dialect.options(for: variant, classes: classes)
    return LoadedCheckpoint(
      source: .random(seed: seed), variant: variant, dialect: choice, options: options,
      weights: SeededWeights(seed: seed).stateDictionary(for: variant.network(options)),
      recipe: choice.dialect.recipe(for: variant), labels: nil, warnings: [], digest: nil)
  }

  /// The seed of `random:SEED`; nil for any other argument.
  public static func seed(in argument: String) -> UInt64? {
    guard argument.hasPrefix(randomPrefix) else { return nil }
    return UInt64(argument.dropFirst(randomPrefix.count))
  }
}

/// Loaded weights with their variant, dialect, preprocessing and metadata.
public struct LoadedCheckpoint: Sendable {
  /// The origin of weights.
  public enum Source: Hashable, Sendable {
    /// A file; `path` is the dotted key of the tensor dictionary in it, empty for the root.
    case file(name: String, format: CheckpointFormat, scheme: NamingScheme, path: String)
    /// Drawn from a seed.
    case random(seed: UInt64)
  }

  /// The origin of the weights.
  public let source: Source
  /// The variant that the weights fit.
  public let variant: Variant
  /// The dialect and the reason for its choice.
  public let dialect: DialectChoice
  /// Options to build the network with: classes, padding, batch-norm epsilon.
  public let options: NetworkOptions
  /// The weights by canonical name.
  public let weights: StateDictionary
  /// The preprocessing that the weights expect.
  public var recipe: PreprocessingRecipe
  /// Class names by index, from the file's metadata or a `config.json` beside it; nil if unknown.
  public let labels: [String]?
  /// Problems of the weights that do not prevent their use.
  public let warnings: [CheckpointWarning]
  /// The file's metadata.
  public var metadata: [String: String] = [:]
  /// The file's SHA-256, computed on first use; nil for seeded weights.
  public let digest: FileDigest?

  /// True for untrained weights; every output must state it.
  public var isUntrained: Bool {
    if case .random = source { return true }
    return metadata[SavedKey.untrained.rawValue] == "true"
  }

  /// The network that the weights fit.
  public var network: Network { variant.network(options) }

  /// The file's name or `random:SEED`.
  public var name: String {
    switch source {
    case .file(let name, _, _, _): name
    case .random(let seed): "\(Checkpoint.randomPrefix)\(seed)"
    }
  }
}
