import Architectures

/// Finds the head among the tensors that a network's features leave unused.
///
/// The head is the only chain of fully connected layers whose widths lead from the features to the
/// logits. Its other modules take the one place in the chain where their width fits.
struct HeadSearch {
  let features: NetworkFeatures
  let reading: CheckpointReading
  /// The pooling that the file states; nil if it states none.
  var pooling: GlobalPooling?

  /// A chain of segments and its modules that have no matrix.
  private struct Chain {
    var segments: [HeadSegment]
    /// The name that chooses it: that of the segment which other chains lack.
    var name = ""
  }

  /// The head in `rest`; throws if there is none, or if the file leaves it open which or what it is.
  func head(in rest: [HeadUnit.Rest]) throws(CheckpointError) -> FoundHead {
    let width = try featureWidth()
    let units = HeadUnit.all(in: rest)
    let segments = HeadSegment.all(of: units.filter { $0.inputs != nil })
    let matrices = segments.filter { $0.outputs != nil }
    var chains: [Chain] = []
    for start in [width, 2 * width] {
      chains += Self.chains(from: start, matrices, limit: 64).map { Chain(segments: $0) }
    }
    chains = Self.named(chains)
    let chain = try choose(chains, rest)
    var assembly = HeadAssembly(features: features, reading: reading)
    try assembly.pool(
      units, stated: pooling, width: width, reads: chain.segments[0])
    assembly.segments = Self.placing(
      norms: segments.filter { $0.outputs == nil }, in: chain.segments)
    try assembly.assemble(units)
    let chosen = Set(chain.segments.map(\.name))
    let others = chains.flatMap(\.segments).filter { !chosen.contains($0.name) }
    assembly.found.notChosen = others.flatMap(\.units).flatMap(\.places).map(\.key)
    return assembly.found
  }

  private func featureWidth() throws(CheckpointError) -> Int {
    guard features.network.endsWithPoolingAndClassifier,
      case .fullyConnected(let connected)? = features.network.layers.last?.operation
    else { throw .unknownHead([]) }
    return connected.inputs
  }

  /// Every longest chain of segments with matrices that starts at `width`.
  private static func chains(
    from width: Int, _ segments: [HeadSegment], limit: Int
  ) -> [[HeadSegment]] {
    var chains: [[HeadSegment]] = []
    let reading = Dictionary(grouping: segments, by: { $0.inputs ?? 0 })
    var used: Set<String> = []
    var steps = 0
    func extend(_ chain: [HeadSegment], _ width: Int) {
      steps += 1
      guard chains.count < limit, steps < 16 * limit else { return }
      let next = (reading[width] ?? []).filter { !used.contains($0.name) }
      if next.isEmpty, !chain.isEmpty { chains.append(chain) }
      for segment in next {
        used.insert(segment.name)
        extend(chain + [segment], segment.outputs ?? width)
        used.remove(segment.name)
      }
    }
    extend([], width)
    return chains
  }

  /// The chains with the names that tell them apart.
  private static func named(_ chains: [Chain]) -> [Chain] {
    // In how many different chains each name is.
    var counts: [String: Int] = [:]
    for names in Set(chains.map { $0.segments.map(\.name) }) {
      for name in Set(names) { counts[name, default: 0] += 1 }
    }
    return chains.map { chain in
      var chain = chain
      let distinct = chain.segments.first { counts[$0.name] == 1 }
      chain.name = (distinct ?? chain.segments.last)?.name ?? ""
      return chain
    }
  }

  /// The only chain, or the one that the user names.
  private func choose(
    _ chains: [Chain], _ rest: [HeadUnit.Rest]
  ) throws(CheckpointError) -> Chain {
    let names = chains.map(\.name)
    if let asked = reading.head {
      let fitting = chains.filter { chain in
        chain.segments.contains { segment in
          segment.name == asked || segment.name.hasPrefix(asked + ".")
            || segment.units.contains { $0.module == asked }
        }
      }
      guard let chain = fitting.first, fitting.count == 1 else {
        throw .unknownHeadName(asked, fitting.isEmpty ? names : fitting.map(\.name))
      }
      return chain
    }
    guard let chain = chains.first else {
      throw .unknownHead(rest.map(\.key.full).sorted().prefix(5).map { $0 })
    }
    guard chains.count == 1 else { throw .severalHeads(names) }
    if let last = chain.segments.last, last.units.count == 1, let unit = last.units.first,
      !unit.isOwn, unit.module == last.name, unit.isWithoutBias
    {
      throw .biaslessHead(last.name)
    }
    return chain
  }

  /// Inserts each segment without a matrix at the only boundary of the chain with its width.
  private static func placing(
    norms: [HeadSegment], in chain: [HeadSegment]
  ) -> [HeadSegment] {
    var boundaries = [chain.first?.inputs] + chain.map(\.outputs)
    var result = chain
    let rivals = Dictionary(grouping: norms, by: \.inputs)
    for norm in norms {
      let places = boundaries.indices.filter { boundaries[$0] == norm.inputs }
      // Behind the logits no norm is usual; it stays unexplained.
      guard places.count == 1, rivals[norm.inputs]?.count == 1, let place = places.first,
        place < boundaries.count - 1
      else { continue }
      result.insert(norm, at: place)
      boundaries.insert(norm.inputs, at: place)
    }
    return result
  }
}

/// A head found in a file.
struct FoundHead: Sendable {
  /// Its operators with canonical names; nil for average pooling and one fully connected layer.
  var head: Head?
  /// Number of logits.
  var classes = 0
  /// Its tensors by canonical name.
  var tensors: [String: StoredTensor] = [:]
  /// The canonical name of each of the file's tensors that it uses.
  var uses: [(key: TensorAccount.Key, name: String)] = []
  /// The tensors of heads that were not chosen.
  var notChosen: [TensorAccount.Key] = []
  /// What was assumed of it.
  var warnings: [CheckpointWarning] = []
}
