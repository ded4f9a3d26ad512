import Architectures
import Tensors

/// A tensor group recognised as a network.
struct NetworkMatch: Sendable {
  let scheme: NamingScheme
  let variant: Variant
  let classes: Int
  /// Channels of the input, from the shape of the first convolution.
  var inputChannels = 3
  /// The tensors by canonical name.
  let tensors: [String: StoredTensor]
  /// The group's path in the file.
  var path = ""
  /// Facts from the computation graph; nil for formats without one.
  var graph: GraphFacts?
  /// The preprocessing that the file contains.
  var recipe = RecipeChanges()

  /// Finds the network in `contents`; `asked` is the user's variant, if any.
  static func find(
    in contents: CheckpointContents, asked: Variant?
  ) throws(CheckpointError) -> NetworkMatch {
    if let layers = contents.layers {
      return try GraphMatch(layers, names: contents.groups.flatMap(\.tensors).map(\.name))
        .match(asked: asked)
    }
    // Averaged weights are preferred, as in timm.
    let groups = contents.groups
    for group in groups.filter(\.isAveraged) + groups.filter({ !$0.isAveraged }) {
      let keras = KerasLayout(group)
      guard let named = NamedGroup(keras?.group ?? group) else { continue }
      var match = try named.match(asked: asked)
      match.path = group.path
      if let keras {
        match.recipe = KerasConfiguration(keras.group, metadata: contents.metadata).changes
      }
      return match
    }
    let names = groups.flatMap(\.tensors).map(\.name)
    throw names.isEmpty ? .noTensors : .unknownNames(Array(names.prefix(3)))
  }
}

extension TensorGroup {
  /// True for moving averages of the weights (a key that ends in `ema`).
  fileprivate var isAveraged: Bool { path.split(separator: ".").contains { $0.hasSuffix("ema") } }
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

/// A group of tensors named by a known scheme, without a prefix such as `module.`.
struct NamedGroup {
  /// The schemes with this name of the first convolution.
  private let schemes: [NamingScheme]
  /// The tensors by name without the prefix.
  private let tensors: [String: StoredTensor]

  /// Returns nil if `group` has no scheme's first convolution; the shortest prefix is chosen.
  init?(_ group: TensorGroup) {
    var found: (stem: String, prefix: String)?
    let stems = Set(NamingScheme.allCases.flatMap(\.stemWeights))
    for tensor in group.tensors where tensor.name.hasSuffix(".weight") {
      for stem in stems where tensor.name.hasSuffix(stem) {
        let prefix = String(tensor.name.dropLast(stem.count))
        let isWhole = prefix.isEmpty || prefix.hasSuffix(".")
        if isWhole, prefix.utf8.count < found?.prefix.utf8.count ?? .max { found = (stem, prefix) }
      }
    }
    guard let found else { return nil }
    schemes = NamingScheme.allCases.filter { $0.stemWeights.contains(found.stem) }
    var tensors: [String: StoredTensor] = [:]
    for tensor in group.tensors where tensor.name.hasPrefix(found.prefix) {
      tensors[Self.updated(String(tensor.name.dropFirst(found.prefix.count)))] = tensor
    }
    self.tensors = tensors
  }

  /// Replaces old DenseNet names: `denselayer1.norm.1` becomes `denselayer1.norm1`.
  private static func updated(_ name: String) -> String {
    guard name.contains(".denselayer") else { return name }
    return ["norm", "conv"].reduce(name) { name, kind in
      name.replacing(".\(kind).1.", with: ".\(kind)1.").replacing(".\(kind).2.", with: ".\(kind)2.")
    }
  }

  /// Finds the variant with these tensors; throws an error with the first tensor that differs.
  func match(asked: Variant?) throws(CheckpointError) -> NetworkMatch {
    let head = try ClassifierHead(tensors, scheme: schemes[0])
    return try VariantFit.find(Candidate.all(schemes), asked: asked) { fit($0, head) }
  }

  private func fit(_ candidate: Candidate, _ head: ClassifierHead) -> VariantFit {
    let (scheme, variant) = (candidate.scheme, candidate.variant)
    var options = NetworkOptions(classes: head.classes)
    options.fitInput(to: scheme.stemWeights.compactMap { tensors[$0]?.shape })
    let network = variant.network(options)
    let blocks = BlockIndices(network, scheme: scheme)
    let classifier = network.classifierName + "."
    var matched: [String: StoredTensor] = [:]
    var used: Set<String> = []
    for parameter in network.parameters {
      let found: StoredTensor?
      var name = scheme.name(of: parameter.name, in: blocks)
      if parameter.name.hasPrefix(classifier) {
        found = head.tensor(for: parameter.name)
        name = found?.name ?? name
      } else {
        found = tensors[name]
      }
      guard let found, found.shape == parameter.shape else {
        return .mismatch(
          TensorMismatch(name: name, expected: parameter.shape, found: found?.shape),
          position: used.count)
      }
      used.insert(name)
      matched[parameter.name] = found
    }
    // Surplus tensors are a mismatch too: b1 has all tensors of b0, and more.
    let surplus = tensors.keys.filter {
      scheme.isNetworkTensor($0) && !used.contains($0) && !$0.hasSuffix("num_batches_tracked")
    }
    if let name = surplus.min() {
      return .mismatch(
        TensorMismatch(name: name, expected: nil, found: tensors[name]?.shape),
        position: used.count)
    }
    var match = NetworkMatch(
      scheme: scheme, variant: variant, classes: head.classes, tensors: matched)
    match.inputChannels = options.inputChannels
    return .match(match)
  }
}

extension NetworkOptions {
  /// Takes the input's channels from the shape of the first convolution's weight, (outputs, inputs,
  /// height, width), the only one of `stems` of four axes.
  mutating func fitInput(to stems: [[Int]]) {
    if let shape = stems.first(where: { $0.count == 4 }), (1...256).contains(shape[1]) {
      inputChannels = shape[1]
    }
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
