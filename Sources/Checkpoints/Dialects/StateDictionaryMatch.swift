import Architectures

/// Recognises a network by the names of tensors and accounts for every one of them.
struct StateDictionaryMatch {
  private let contents: CheckpointContents
  private let asked: Variant?
  private let reading: CheckpointReading
  private let statements: FileStatements
  private let ignored: [NamePattern]

  init(
    _ contents: CheckpointContents, asked: Variant?, reading: CheckpointReading,
    _ statements: FileStatements
  ) {
    self.contents = contents
    self.asked = asked
    self.reading = reading
    self.statements = statements
    ignored = reading.ignoredTensors.map(NamePattern.init)
  }

  /// A group of the file, with Keras' names and axes converted.
  private struct Readable {
    let group: TensorGroup
    let keras: KerasLayout?
  }

  /// What is known of the file before its unexplained tensors are refused.
  private struct Findings {
    let features: NetworkFeatures
    let readable: Readable
    let warnings: [CheckpointWarning]
    var ledger: TensorLedger
    let head: Result<FoundHead, CheckpointError>
    let description: FileDescription?
  }

  /// The network; throws if there is none or several, or if a tensor has no explanation.
  func match() throws(CheckpointError) -> NetworkMatch {
    let findings = try findings()
    let features = findings.features
    let head = try findings.head.get()
    let unexplained = findings.ledger.account.unexplained
    guard unexplained.isEmpty else { throw .unexplainedTensors(unexplained) }
    var match = NetworkMatch(
      scheme: features.scheme, variant: features.variant, classes: head.classes,
      tensors: features.tensors.merging(head.tensors) { $1 })
    match.path = features.path
    match.head = head.head
    match.inputChannels = features.network.inputChannels
    match.outputs =
      statements.outputs ?? statements.head?.outputs ?? findings.description?.head?.outputs
    match.graph = findings.description?.facts
    match.account = findings.ledger.account
    match.warnings = findings.warnings + head.warnings
    if let keras = findings.readable.keras {
      match.recipe = findings.description?.changes ?? KerasConfiguration(keras.group).changes
    }
    return match
  }

  /// The use of every tensor, also where a head or an explanation is missing; nil without a network.
  var account: TensorAccount? { (try? findings())?.ledger.account }

  private func findings() throws(CheckpointError) -> Findings {
    let groups = contents.groups.compactMap(chosen).map { group in
      let keras = KerasLayout(group)
      return Readable(group: keras?.group ?? group, keras: keras)
    }
    let names = groups.flatMap { $0.group.tensors.map(\.name) }
    if let prefix = reading.tensorsUnder, names.isEmpty {
      throw .nothingUnder(prefix, contents.groups.map(\.path).filter { !$0.isEmpty })
    }
    let found = try networks(in: groups.map(\.group))
    guard let (features, warnings) = try choose(found) else {
      throw names.isEmpty ? .noTensors : .unknownNames(Array(names.prefix(3)))
    }
    guard let readable = groups.first(where: { $0.group.path == features.path }) else {
      throw .noTensors
    }
    try contents.budget.check()
    var ledger = TensorLedger(features, ignored: ignored)
    for group in contents.groups { ledger.open(group) }
    ledger.enter(readable.group, keras: readable.keras)
    for other in groups.map(\.group) where other.path != features.path {
      ledger.enter(besides: other, networks: found.filter { $0.path == other.path })
    }
    ledger.enter(copies: found.filter { $0.path == features.path && $0.place != features.place })
    let description = Result { () throws(CheckpointError) in
      try FileDescription(
        contents, of: features, in: readable.group, isKeras: readable.keras != nil,
        ignoresClasses: reading.ignoresClasses)
    }
    let head = Result { () throws(CheckpointError) in
      try self.head(of: features, ledger, try description.get()?.head)
    }
    if case .success(let head) = head { ledger.enter(head) }
    return Findings(
      features: features, readable: readable, warnings: warnings, ledger: ledger, head: head,
      description: try? description.get())
  }

  private func head(
    of features: NetworkFeatures, _ ledger: TensorLedger, _ described: StatedHead?
  ) throws(CheckpointError) -> FoundHead {
    if let stated = statements.head ?? described {
      return try FoundHead(stated, of: features, in: ledger.rest)
    }
    guard features.network.endsWithPoolingAndClassifier else {
      return try FoundHead(convolutionOf: features, in: ledger.rest)
    }
    return try HeadSearch(features: features, reading: reading, pooling: statements.pooling)
      .head(in: ledger.rest)
  }

  /// The group's tensors below the prefix that the user chose; nil if there are none.
  private func chosen(_ group: TensorGroup) -> TensorGroup? {
    guard let prefix = reading.tensorsUnder else { return group }
    let below = prefix.hasSuffix(".") ? prefix : prefix + "."
    let path = group.path.isEmpty ? "" : group.path + "."
    if path.hasPrefix(below) { return group }
    let tensors = group.tensors.filter {
      (path + $0.name).hasPrefix(below) || $0.name.hasPrefix(below)
    }
    return tensors.isEmpty ? nil : TensorGroup(path: group.path, tensors: tensors)
  }

  /// Number of places of a group that are tried; a network has one stem, at most a few are copies.
  private static let placeLimit = 48

  /// Every network in `groups`, each only once; throws the first mismatch if there is none.
  private func networks(in groups: [TensorGroup]) throws(CheckpointError) -> [NetworkFeatures] {
    var found: [NetworkFeatures] = []
    var failure: CheckpointError?
    let candidates = CandidateNetworks()
    for group in groups where !group.isTrainingState {
      var used: Set<String> = []
      let places = try NetworkPlace.all(in: group, budget: contents.budget)
      for place in places.prefix(Self.placeLimit)
      where !used.contains(place.stem) {
        do throws(CheckpointError) {
          let features = try NamedGroup(
            group, at: place, candidates, budget: contents.budget
          ).features(asked: asked, ignored: ignored)
          used.formUnion(features.tensors.values.map(\.name))
          let isKnown = found.contains { $0.isAlias(of: features) }
          if !isKnown { found.append(features) }
        } catch {
          try contents.budget.check()
          failure = failure ?? error
        }
      }
    }
    if found.isEmpty, let failure { throw failure }
    return found
  }

  /// The network to use; throws if the file leaves it open which.
  ///
  /// A group whose key ends in `ema` is preferred, as in timm. Other averaged copies are not used.
  private func choose(
    _ found: [NetworkFeatures]
  ) throws(CheckpointError) -> (NetworkFeatures, [CheckpointWarning])? {
    let preferred = found.filter(\.isPreferredAverage)
    if let only = preferred.first, preferred.count == 1 { return (only, []) }
    let plain = found.filter { !$0.isAveraged }
    if let only = plain.first, plain.count == 1 {
      return (only, found.filter(\.isAveraged).map { .averagedCopy($0.location) })
    }
    guard found.count > 1 else { return found.first.map { ($0, []) } }
    throw .severalNetworks((plain.isEmpty ? found : plain).map(\.location))
  }
}

extension TensorGroup {
  /// True for the state of an optimiser and the like.
  var isTrainingState: Bool {
    path.lowercased().split(separator: ".").contains { part in
      ["optim", "scheduler", "scaler", "callback", "loops", "rng"].contains { part.contains($0) }
    }
  }
}

extension NetworkFeatures {
  /// True for moving averages that timm's scripts write (a key that ends in `ema`).
  fileprivate var isPreferredAverage: Bool {
    path.split(separator: ".").contains { $0.hasSuffix("ema") }
  }

  /// True for any moving average of the weights.
  var isAveraged: Bool {
    location.lowercased().split { $0 == "." || $0 == "_" }.contains {
      ["ema", "averaged", "swa"].contains($0)
    }
  }

  /// True if the first convolution is the same elements of the file.
  fileprivate func isAlias(of other: NetworkFeatures) -> Bool {
    guard let own = tensors["conv_stem.weight"] ?? tensors.values.first,
      let their = other.tensors["conv_stem.weight"] ?? other.tensors.values.first
    else { return false }
    return own.isAlias(of: their)
  }
}
