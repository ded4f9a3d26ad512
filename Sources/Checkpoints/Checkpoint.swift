import Architectures
import Tensors

/// Loads weights: from a file whatever its format, names and dialect, or drawn from a seed.
public enum Checkpoint {
  /// What `--checkpoint` begins with for untrained weights.
  public static let randomPrefix = "random:"

  /// Loads the file at `path`; variant and dialect are found out unless given.
  public static func load(
    file path: String, variant: Variant? = nil, dialect: Dialect? = nil
  ) throws(CheckpointError) -> LoadedCheckpoint {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return try load(try FileBytes(mapping: path), name: name, variant: variant, dialect: dialect)
  }

  /// Loads weights from the store.
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

  /// Loads a file's bytes; `name` is the file's, without folders.
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

  /// Makes weights of the `contents` that a reader found in `bytes`.
  static func load(
    _ contents: CheckpointContents, of bytes: FileBytes, name: String, variant: Variant?,
    choice: DialectChoice?, digest: FileDigest?
  ) throws(CheckpointError) -> LoadedCheckpoint {
    let match = try NetworkMatch.find(in: contents, asked: variant)
    let configuration =
      ModelConfiguration(in: contents.metadata) ?? ModelConfiguration(beside: bytes)
    let clues = DialectClues(
      fileName: name, metadata: contents.metadata, architecture: configuration?.architecture,
      isOfTimm: configuration?.isOfTimm ?? false)
    let choice = choice ?? DialectChoice(match, clues)
    guard choice.dialect.covers(match.variant) else {
      throw .wrongDialect(choice.dialect, variant: match.variant.name)
    }
    var options = choice.dialect.options(for: match.variant, classes: match.classes)
    // What this program wrote into a file holds under the dialect that it wrote.
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

  /// Draws untrained weights of `seed` for `variant`.
  public static func random(
    seed: UInt64, variant: Variant, dialect: Dialect? = nil, classes: Int = 1000
  ) -> LoadedCheckpoint {
    let choice =
      dialect.map { DialectChoice($0, .asked) } ?? DialectChoice(.usual(for: variant), .variant)
    let options = choice.dialect.options(for: variant, classes: classes)
    return LoadedCheckpoint(
      source: .random(seed: seed), variant: variant, dialect: choice, options: options,
      weights: SeededWeights(seed: seed).stateDictionary(for: variant.network(options)),
      recipe: choice.dialect.recipe(for: variant), labels: nil, warnings: [], digest: nil)
  }

  /// The seed in `random:SEED`; nil when `argument` is no such request.
  public static func seed(in argument: String) -> UInt64? {
    guard argument.hasPrefix(randomPrefix) else { return nil }
    return UInt64(argument.dropFirst(randomPrefix.count))
  }
}

/// Weights ready for a network, and everything that is known about them.
public struct LoadedCheckpoint: Sendable {
  /// Where weights come from.
  public enum Source: Hashable, Sendable {
    /// A file, the way it was read, and the key of the tensors inside it.
    case file(name: String, format: CheckpointFormat, scheme: NamingScheme, path: String)
    /// A seed.
    case random(seed: UInt64)
  }

  /// Where the weights come from.
  public let source: Source
  /// The variant they belong to.
  public let variant: Variant
  /// Their dialect and how it was decided.
  public let dialect: DialectChoice
  /// What the network must be built with.
  public let options: NetworkOptions
  /// The weights by canonical names.
  public let weights: StateDictionary
  /// The preprocessing they expect.
  public var recipe: PreprocessingRecipe
  /// The class names that a configuration beside the file gives.
  public let labels: [String]?
  /// What is odd about the weights, though they can be used.
  public let warnings: [CheckpointWarning]
  /// What the file says of itself beside its tensors, by key.
  public var metadata: [String: String] = [:]
  /// The file's SHA-256, computed when first asked for; nil for seeded weights.
  public let digest: FileDigest?

  /// Whether nothing was ever learnt: every output must say so.
  public var isUntrained: Bool {
    if case .random = source { return true }
    return metadata[SavedKey.untrained.rawValue] == "true"
  }

  /// The network these weights fit.
  public var network: Network { variant.network(options) }

  /// The source in few words: a file's name or `random:SEED`.
  public var name: String {
    switch source {
    case .file(let name, _, _, _): name
    case .random(let seed): "\(Checkpoint.randomPrefix)\(seed)"
    }
  }
}
