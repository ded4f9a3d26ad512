import Architectures
import Tensors

/// Loaded weights with their variant, dialect, preprocessing and metadata.
package struct LoadedCheckpoint: Sendable {
  /// The origin of weights.
  package enum Source: Hashable, Sendable {
    /// A file; `path` is the dotted key of the tensor dictionary in it, empty for the root.
    case file(name: String, format: CheckpointFormat, scheme: NamingScheme, path: String)
    /// Drawn from a seed.
    case random(seed: UInt64)
  }

  /// The origin of the weights.
  package let source: Source
  /// The variant that the weights fit.
  package let variant: Variant
  /// The dialect and the reason for its choice.
  package let dialect: DialectChoice
  /// Options to build the network with: classes, padding, batch-norm epsilon.
  package let options: NetworkOptions
  /// What the outputs mean and the reason for it.
  package let outputs: OutputChoice
  /// The weights by canonical name.
  package let weights: StateDictionary
  /// The preprocessing that the weights expect.
  package var recipe: PreprocessingRecipe
  /// Class names by index, from the file or a `config.json` beside it; nil if unknown.
  package let labels: [String]?
  /// Problems of the weights that do not prevent their use.
  package let warnings: [CheckpointWarning]
  /// The file's metadata.
  package var metadata: [String: String] = [:]
  /// What became of the file's tensors; empty for seeded weights.
  package var account = TensorAccount()
  /// The file's SHA-256, computed on first use; nil for seeded weights.
  package let digest: FileDigest?

  /// True for untrained weights; every output must state it.
  package var isUntrained: Bool {
    if case .random = source { return true }
    return metadata[SavedKey.untrained.rawValue] == "true"
  }

  /// The network that the weights fit.
  package var network: Network { variant.network(options) }

  /// The file's name or `random:SEED`.
  package var name: String {
    switch source {
    case .file(let name, _, _, _): name
    case .random(let seed): "\(Checkpoint.randomPrefix)\(seed)"
    }
  }
}
