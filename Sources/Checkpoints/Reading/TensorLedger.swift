import Architectures

/// Fills in the account of a file's tensors while its network is recognised.
struct TensorLedger {
  private let features: NetworkFeatures
  private let ignored: [NamePattern]
  private(set) var account = TensorAccount()
  /// The floats that may belong to the head, in file order.
  private(set) var rest: [HeadUnit.Rest] = []
  /// The file's name of each converted name, for Keras.
  private var originals: [String: String] = [:]

  init(_ features: NetworkFeatures, ignored: [NamePattern]) {
    self.features = features
    self.ignored = ignored
  }

  /// Enters what every group's tensors are unless more is known of them.
  mutating func open(_ group: TensorGroup) {
    for tensor in group.tensors {
      let key = TensorAccount.Key(path: group.path, name: tensor.name)
      account[key] = .harmless(
        tensor.count == 0
          ? .empty
          : !tensor.type.isFloat ? .counter : group.isTrainingState ? .optimizer : .notChosen)
    }
  }

  /// Enters the tensors of the network's own group.
  mutating func enter(_ group: TensorGroup, keras: KerasLayout?) {
    originals = keras?.originals ?? [:]
    var used: [String: String] = [:]
    for (canonical, tensor) in features.tensors { used[tensor.name] = canonical }
    let hasCopies = group.tensors.contains { $0.name.hasPrefix("ema_") }
    let copies = Set(
      hasCopies ? group.tensors.map { "ema_" + $0.name.replacing(".", with: "_") } : [])
    let aliases = Set(group.tensors.lazy.filter { used[$0.name] != nil }.compactMap(\.identity))
    var others: Set<StoredTensor.Identity> = []
    for tensor in group.tensors {
      let key = key(tensor.name, in: group)
      if let canonical = used[tensor.name] {
        account[key] = .used(canonical)
      } else if tensor.type.isFloat, tensor.count > 0 {
        if let reason = harmless(tensor, copies: copies, aliases: aliases) {
          account[key] = .harmless(reason)
        } else if let identity = tensor.identity, others.contains(identity) {
          account[key] = .harmless(.alias)
        } else if keras != nil, tensor.name.hasPrefix("normalization") {
          account[key] = .used("preprocessing")
        } else {
          account[key] = .unexplained
          if let identity = tensor.identity { others.insert(identity) }
          let converted = TensorAccount.Key(path: group.path, name: tensor.name)
          rest.append(
            HeadUnit.Rest(
              key: key, name: converted.full, tensor: tensor, isOwn: isOwn(tensor.name)))
        }
      }
    }
    for name in keras?.trainingState ?? [] {
      account[TensorAccount.Key(path: group.path, name: name)] = .harmless(.optimizer)
    }
  }

  /// Enters another group, which may hold the head of this network.
  ///
  /// Only its fully connected layers matter; what else a file keeps beside a network is no part
  /// of it.
  mutating func enter(besides group: TensorGroup, networks: [NetworkFeatures]) {
    guard !group.isTrainingState, networks.isEmpty, group.tensors.count <= 64 else {
      if networks.contains(where: \.isAveraged) {
        for tensor in group.tensors where tensor.type.isFloat {
          account[key(tensor.name, in: group)] = .harmless(.averaged)
        }
      }
      return
    }
    let widths = Set([headWidth, headWidth * 2, 1000])
    let isHead = group.tensors.contains { tensor in
      tensor.shape.count == 2 && tensor.type.isFloat && widths.contains(tensor.shape[1])
    }
    guard isHead, !group.path.isLoss else { return }
    for tensor in group.tensors where tensor.type.isFloat && tensor.count > 0 {
      let key = TensorAccount.Key(path: group.path, name: tensor.name)
      if let reason = harmless(tensor, copies: [], aliases: []) {
        account[key] = .harmless(reason)
      } else {
        account[key] = .unexplained
        rest.append(
          HeadUnit.Rest(key: key, name: key.full, tensor: tensor, isOwn: false))
      }
    }
  }

  /// Enters averaged copies of the network beside it in its group.
  mutating func enter(copies: [NetworkFeatures]) {
    let prefixes = copies.map(\.place.prefix)
    rest.removeAll { entry in
      guard prefixes.contains(where: { entry.key.name.hasPrefix($0) }) else { return false }
      account[entry.key] = .harmless(.averaged)
      return true
    }
  }

  /// Enters the head's tensors.
  mutating func enter(_ head: FoundHead) {
    for key in head.notChosen { account[key] = .harmless(.notChosen) }
    for (key, name) in head.uses { account[key] = .used(name) }
  }

  private var headWidth: Int {
    if case .fullyConnected(let connected)? = features.network.layers.last?.operation {
      return connected.inputs
    }
    return 0
  }

  private func key(_ name: String, in group: TensorGroup) -> TensorAccount.Key {
    TensorAccount.Key(path: group.path, name: originals[name] ?? name)
  }

  /// True for names of the library's own classifier.
  private func isOwn(_ name: String) -> Bool {
    guard features.place.form == .whole, name.hasPrefix(features.place.prefix) else { return false }
    return features.scheme.isHeadTensor(String(name.dropFirst(features.place.prefix.count)))
  }

  /// Why a float tensor may stay unused; nil if nothing explains it.
  private func harmless(
    _ tensor: StoredTensor, copies: Set<String>, aliases: Set<StoredTensor.Identity>
  ) -> TensorUse.Harmless? {
    let name = tensor.name
    switch name.lastPart {
    case "num_batches_tracked", "n_averaged": return .counter
    case "total_ops", "total_params": return .profile
    default: break
    }
    if ignored.contains(where: { $0.matches(name) }) { return .ignored }
    if name.isLoss { return .loss }
    if name.hasPrefix(features.place.prefix),
      features.scheme.isAuxiliaryTensor(String(name.dropFirst(features.place.prefix.count)))
    {
      return .auxiliary
    }
    if let identity = tensor.identity, aliases.contains(identity) { return .alias }
    // MMCV's EMA hook keeps its copies as buffers of the model, with underscores for dots.
    if name.hasPrefix("ema_"), !name.contains("."), copies.contains(name) { return .averaged }
    return nil
  }
}

extension String {
  /// True if a part of this dotted name is a loss function's.
  fileprivate var isLoss: Bool {
    lowercased().split(separator: ".").contains { part in
      part.hasPrefix("criterion") || part.split(separator: "_").contains("loss")
        || part.hasSuffix("loss")
    }
  }
}
