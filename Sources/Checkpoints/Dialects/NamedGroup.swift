import Architectures

/// A group of tensors with a place where its names may be those of a known scheme.
struct NamedGroup {
  let group: TensorGroup
  let place: NetworkPlace
  /// The tensors below the place by name without its prefix.
  private let tensors: [String: StoredTensor]
  private let networks: CandidateNetworks
  private let budget: ReadingBudget

  /// Throws `overBudget` if the names below the place take too much.
  init(
    _ group: TensorGroup, at place: NetworkPlace, _ networks: CandidateNetworks,
    budget: ReadingBudget
  ) throws(CheckpointError) {
    self.group = group
    self.place = place
    self.networks = networks
    self.budget = budget
    try budget.take(group.tensors.count)
    var tensors: [String: StoredTensor] = [:]
    for tensor in group.tensors where tensor.name.hasPrefix(place.prefix) {
      try budget.allocate(1, of: (String, StoredTensor).self)
      try budget.allocate(textOf: tensor.name.utf8.count)
      try budget.take(tensor.name.utf8.count)
      tensors[Self.updated(String(tensor.name.dropFirst(place.prefix.count)))] = tensor
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

  /// Finds the variant whose features have these tensors; throws with the first that differs.
  ///
  /// A variant that leaves tensors of its blocks unused is taken only if no other fits better.
  func features(asked: Variant?, ignored: [NamePattern]) throws(CheckpointError) -> NetworkFeatures
  {
    let candidates = Candidate.all(place.schemes)
    var nearest: (scheme: NamingScheme, mismatch: TensorMismatch, position: Int)?
    var loose: NetworkFeatures?
    for candidate in Candidate.asked(asked, among: candidates) {
      switch try fit(candidate, ignored) {
      case .features(let found):
        guard found.surplus != nil else { return found }
        if found.tensors.count > loose?.tensors.count ?? 0 { loose = found }
      case .mismatch(let mismatch, let position):
        if position > nearest?.position ?? -1 { nearest = (candidate.scheme, mismatch, position) }
      }
    }
    if let asked {
      let other = try self.other(candidates, ignored)
      if loose == nil || other != nil, let mismatch = loose?.surplus ?? nearest?.mismatch {
        throw .wrongVariant(asked: asked.name, fits: other?.variant.name, mismatch)
      }
    }
    if let loose { return loose }
    guard let nearest else { throw .noTensors }
    if let bias = fusedBias(nearest.scheme) {
      throw .foreign(ForeignFormat(.fused, sign: bias))
    }
    throw .unknownVariant(scheme: nearest.scheme, nearest.mismatch)
  }

  /// The first candidate that these tensors fit wholly.
  private func other(
    _ candidates: [Candidate], _ ignored: [NamePattern]
  ) throws(CheckpointError) -> Candidate? {
    for candidate in candidates {
      if case .features(let found) = try fit(candidate, ignored), found.surplus == nil {
        return candidate
      }
    }
    return nil
  }

  /// The bias of the first convolution if it replaces the batch norm, as in fused modules.
  private func fusedBias(_ scheme: NamingScheme) -> String? {
    guard let variant = scheme.variants.first else { return nil }
    let blocks = networks[Candidate(scheme: scheme, variant: variant)].blocks
    func tensor(_ canonical: String) -> StoredTensor? {
      place.form.name(scheme.name(of: canonical, in: blocks)).flatMap { tensors[$0] }
    }
    return tensor("bn1.running_var") == nil ? tensor("conv_stem.bias")?.name : nil
  }

  private enum Fit {
    case features(NetworkFeatures)
    /// The first tensor that differs, and the number of matching ones before it.
    case mismatch(TensorMismatch, position: Int)
  }

  private func fit(
    _ candidate: Candidate, _ ignored: [NamePattern]
  ) throws(CheckpointError) -> Fit {
    let (scheme, variant) = (candidate.scheme, candidate.variant)
    var (network, blocks) = networks[candidate]
    try budget.take(64)
    if let stem = network.parameters.first,
      let shape = place.form.name(scheme.name(of: stem.name, in: blocks)).flatMap({
        tensors[$0]?.shape
      }), shape.count == 4, shape[1] != network.inputChannels, (1...256).contains(shape[1])
    {
      // Networks for grey or multispectral pictures differ in the first convolution only.
      var options = NetworkOptions()
      options.inputChannels = shape[1]
      network = variant.network(options)
    }
    let classifier = network.classifierName + "."
    var matched: [String: StoredTensor] = [:]
    var used: Set<String> = []
    for parameter in network.parameters where !parameter.name.hasPrefix(classifier) {
      try budget.take(64)
      let whole = scheme.name(of: parameter.name, in: blocks)
      let name = place.form.name(whole)
      let found = name.flatMap { tensors[$0] }
      guard let name, let found, found.shape == parameter.shape else {
        return .mismatch(
          TensorMismatch(name: name ?? whole, expected: parameter.shape, found: found?.shape),
          position: used.count)
      }
      used.insert(name)
      matched[parameter.name] = found
    }
    var features = NetworkFeatures(
      scheme: scheme, variant: variant, network: network, place: place, path: group.path,
      tensors: matched)
    // b1 has all tensors of b0, and more.
    try budget.take(8 * tensors.count)
    let surplus = tensors.keys.filter { name in
      !used.contains(name) && isOfBlocks(name, scheme) && !name.hasSuffix("num_batches_tracked")
        && tensors[name].map { tensor in
          tensor.type.isFloat && !ignored.contains { $0.matches(tensor.name) }
        } ?? false
    }
    features.surplus = surplus.min().map {
      TensorMismatch(name: $0, expected: nil, found: tensors[$0]?.shape)
    }
    return .features(features)
  }

  /// True if a network of `scheme` has only parameters below this name.
  private func isOfBlocks(_ name: String, _ scheme: NamingScheme) -> Bool {
    switch place.form {
    case .whole: scheme.isNetworkTensor(name)
    case .inside(let root): scheme.isNetworkTensor(root + name)
    case .children: name.hasPrefix("2.")
    }
  }
}

/// A network recognised up to its last feature map.
struct NetworkFeatures: Sendable {
  let scheme: NamingScheme
  let variant: Variant
  /// The variant's network with its own head.
  let network: Network
  let place: NetworkPlace
  /// The path of its group in the file.
  let path: String
  /// The tensors up to the last feature map by canonical name.
  let tensors: [String: StoredTensor]
  /// A tensor among its blocks' that it does not use.
  var surplus: TensorMismatch?

  /// Where the network is in the file, for messages: `state_dict.backbone`.
  var location: String {
    let inner = String(place.prefix.drop { $0 == "." }.reversed().drop { $0 == "." }.reversed())
    return [path, inner].filter { !$0.isEmpty }.joined(separator: ".")
  }
}
