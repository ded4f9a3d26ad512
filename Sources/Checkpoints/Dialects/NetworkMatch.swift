import Architectures
import Tensors

/// A tensor group recognised as a network.
struct NetworkMatch: Sendable {
  let scheme: NamingScheme
  let variant: Variant
  /// Number of logits.
  let classes: Int
  /// The tensors by canonical name.
  let tensors: [String: StoredTensor]
  /// The group's path in the file.
  var path = ""
  /// Facts from the computation graph; nil for formats without one.
  var graph: GraphFacts?
  /// The preprocessing that the file contains.
  var recipe = RecipeChanges()
  /// Channels of the input.
  var inputChannels = 3
  /// The operators behind the features; nil for average pooling and one fully connected layer.
  var head: Head?
  /// What the file says of the outputs; nil if nothing.
  var outputs: OutputActivation?
  /// What becomes of each of the file's tensors.
  var account = TensorAccount()
  /// What was assumed.
  var warnings: [CheckpointWarning] = []

  /// Finds the network in `contents`; `asked` is the user's variant, if any.
  static func find(
    in contents: CheckpointContents, asked: Variant?, reading: CheckpointReading,
    statements: FileStatements = FileStatements()
  ) throws(CheckpointError) -> NetworkMatch {
    if let graph = contents.graph {
      let names = contents.groups.flatMap(\.tensors).map(\.name)
      return try GraphMatch(
        graph, names: names, isTFLite: contents.format == .tflite, reading: reading
      ).match(asked: asked)
    }
    return try StateDictionaryMatch(contents, asked: asked, reading: reading, statements).match()
  }
}

/// What a file or the configuration beside it says of a network beyond its tensors.
struct FileStatements: Sendable {
  /// The pooling before the head.
  var pooling: GlobalPooling?
  /// The whole head, with the file's module names.
  var head: StatedHead?
  /// What the outputs mean.
  var outputs: OutputActivation?
}

/// The result of a comparison of tensors with a variant.
enum VariantFit {
  case match(NetworkMatch)
  /// The first tensor that differs, and the number of matching ones before it.
  case mismatch(TensorMismatch, position: Int)

  /// Returns the first candidate that fits.
  ///
  /// Otherwise throws with the mismatch of the nearest candidate: `unknownVariant`, or
  /// `wrongVariant` if the user asked for a variant.
  static func find(
    _ candidates: [Candidate], asked: Variant?, fit: (Candidate) -> VariantFit
  ) throws(CheckpointError) -> NetworkMatch {
    var nearest: (scheme: NamingScheme, mismatch: TensorMismatch, position: Int)?
    for candidate in Candidate.asked(asked, among: candidates) {
      switch fit(candidate) {
      case .match(let match): return match
      case .mismatch(let mismatch, let position):
        if position > nearest?.position ?? -1 { nearest = (candidate.scheme, mismatch, position) }
      }
    }
    guard let nearest else { throw .noTensors }
    guard let asked else { throw .unknownVariant(scheme: nearest.scheme, nearest.mismatch) }
    let other = candidates.first { candidate in
      if case .match = fit(candidate) { true } else { false }
    }
    throw .wrongVariant(asked: asked.name, fits: other?.variant.name, nearest.mismatch)
  }
}

/// A possible naming scheme and variant of a group of tensors.
struct Candidate {
  let scheme: NamingScheme
  let variant: Variant

  /// All variants of all `schemes`.
  static func all(_ schemes: [NamingScheme]) -> [Candidate] {
    schemes.flatMap { scheme in scheme.variants.map { Candidate(scheme: scheme, variant: $0) } }
  }

  /// The candidates for the variant `asked`, in the schemes of its family or, if none, in all.
  static func asked(_ asked: Variant?, among candidates: [Candidate]) -> [Candidate] {
    guard let asked else { return candidates }
    var schemes: [NamingScheme] = []
    for candidate in candidates where !schemes.contains(candidate.scheme) {
      schemes.append(candidate.scheme)
    }
    let fitting = schemes.filter { $0.variants.contains { $0.family == asked.family } }
    return (fitting.isEmpty ? schemes : fitting).map { Candidate(scheme: $0, variant: asked) }
  }
}

/// The networks of candidates, each built once: a file may have many places to try them at.
final class CandidateNetworks {
  private var known: [String: (network: Network, blocks: BlockIndices)] = [:]

  subscript(candidate: Candidate) -> (network: Network, blocks: BlockIndices) {
    let key = "\(candidate.scheme.rawValue) \(candidate.variant.name)"
    if let built = known[key] { return built }
    let network = candidate.variant.network()
    let built = (network, BlockIndices(network, scheme: candidate.scheme))
    known[key] = built
    return built
  }
}

extension Network {
  /// The module of the logits: a fully connected layer, or SqueezeNet's last convolution.
  var classifierName: String {
    for layer in layers.reversed() {
      switch layer.operation {
      case .fullyConnected(let connected): return connected.name
      case .convolution(let convolution): return convolution.name
      default: continue
      }
    }
    return "classifier"
  }
}
