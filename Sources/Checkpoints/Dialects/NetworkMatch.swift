import Architectures
import Tensors

/// A group of tensors recognised as a network: whose names, which variant, how many classes.
struct NetworkMatch: Sendable {
  let scheme: NamingScheme
  let variant: Variant
  let classes: Int
  /// The tensor for each canonical name.
  let tensors: [String: StoredTensor]
  /// The group's place in the file.
  var path = ""
  /// What a computation graph says beyond its tensors.
  var graph: GraphFacts?
  /// The preprocessing that the network carries with it.
  var recipe = RecipeChanges()

  /// Finds the network in `contents`; `asked` is the variant the user named, if any.
  static func find(
    in contents: CheckpointContents, asked: Variant?
  ) throws(CheckpointError) -> NetworkMatch {
    if let layers = contents.layers {
      return try GraphMatch(layers, names: contents.groups.flatMap(\.tensors).map(\.name))
        .match(asked: asked)
    }
    // Averaged weights come first: they are what their authors evaluate, and timm prefers them too.
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
  /// Whether these are running averages of the weights.
  fileprivate var isAveraged: Bool { path.split(separator: ".").contains { $0.hasSuffix("ema") } }
}

/// How tensors compare with what a variant needs.
enum VariantFit {
  case match(NetworkMatch)
  /// The first tensor that differs, and how many agreed before it.
  case mismatch(TensorMismatch, position: Int)

  /// The variant that fits, by `fit`; an error names the first tensor that differs.
  static func find(
    asked: Variant?, scheme: NamingScheme, fit: (Variant) -> VariantFit
  ) throws(CheckpointError) -> NetworkMatch {
    var nearest: (mismatch: TensorMismatch, position: Int)?
    for variant in asked.map({ [$0] }) ?? Variant.all {
      switch fit(variant) {
      case .match(let match): return match
      case .mismatch(let mismatch, let position):
        if position > nearest?.position ?? -1 { nearest = (mismatch, position) }
      }
    }
    guard let nearest else { throw .noTensors }
    guard let asked else { throw .unknownVariant(scheme: scheme, nearest.mismatch) }
    let other = Variant.all.first { variant in
      if case .match = fit(variant) { true } else { false }
    }
    throw .wrongVariant(asked: asked.name, fits: other?.name, nearest.mismatch)
  }
}

/// A group of tensors whose names follow a scheme, after a prefix such as `module.`.
struct NamedGroup {
  let scheme: NamingScheme
  /// Tensors by their names without the prefix.
  private let tensors: [String: StoredTensor]

  /// Nil when no scheme's stem convolution is in `group`; the shortest prefix wins.
  init?(_ group: TensorGroup) {
    var found: (scheme: NamingScheme, prefix: String)?
    for tensor in group.tensors where tensor.name.hasSuffix(".weight") {
      for scheme in NamingScheme.allCases where tensor.name.hasSuffix(scheme.stemWeight) {
        let prefix = String(tensor.name.dropLast(scheme.stemWeight.count))
        let isWhole = prefix.isEmpty || prefix.hasSuffix(".")
        if isWhole, prefix.utf8.count < found?.prefix.utf8.count ?? .max {
          found = (scheme, prefix)
        }
      }
    }
    guard let found else { return nil }
    scheme = found.scheme
    var tensors: [String: StoredTensor] = [:]
    for tensor in group.tensors where tensor.name.hasPrefix(found.prefix) {
      tensors[String(tensor.name.dropFirst(found.prefix.count))] = tensor
    }
    self.tensors = tensors
  }

  /// The variant whose tensors these are; an error names the first that differs.
  func match(asked: Variant?) throws(CheckpointError) -> NetworkMatch {
    let head = try ClassifierHead(tensors, scheme: scheme)
    return try VariantFit.find(asked: asked, scheme: scheme) { fit($0, head) }
  }

  private func fit(_ variant: Variant, _ head: ClassifierHead) -> VariantFit {
    let network = variant.network(NetworkOptions(classes: head.classes))
    let blocks = BlockIndices(network, scheme: scheme)
    var matched = head.tensors
    var used: Set<String> = []
    for parameter in network.parameters {
      let found: StoredTensor?
      var name = scheme.name(of: parameter.name, in: blocks)
      if parameter.name.hasPrefix("classifier.") {
        found = head.tensors[parameter.name]
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
    // b0's tensors are all in b1, which has more blocks.
    let surplus = tensors.keys.filter {
      scheme.isOfBlocks($0) && !used.contains($0) && !$0.hasSuffix("num_batches_tracked")
    }
    if let name = surplus.min() {
      return .mismatch(
        TensorMismatch(name: name, expected: nil, found: tensors[name]?.shape),
        position: used.count)
    }
    return .match(
      NetworkMatch(scheme: scheme, variant: variant, classes: head.classes, tensors: matched))
  }
}
