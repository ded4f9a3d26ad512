import Architectures

/// The operators around one layer as a drawing needs them: nodes in ranks and rows, joined by lanes.
///
/// The main row holds the way from the input to the output; each other way (a branch, a gate, a skip)
/// is a lane in a row below it, nested ones above longer ones.
package struct LessonGraph: Equatable, Sendable {
  package struct Node: Equatable, Sendable {
    /// Index in `Network.layers`, or `Layer.image`.
    package var layer: Int
    /// Whether it is read from outside of the drawing.
    package var isSource: Bool
    /// Length of the longest way from a source.
    package var rank = 0
    package var row = 0
  }

  /// Nodes one after the other in one row, from a node where they fork off to one where they join.
  package struct Lane: Equatable, Sendable {
    package var nodes: [Int]
    package var fork: Int?
    package var join: Int?
    package var row = 0
  }

  package private(set) var nodes: [Node] = []
  /// Indices of nodes; the main lane first.
  package private(set) var lanes: [Lane] = []
  /// The layers that are drawn, in order.
  package let layers: [Int]
  /// Whether the block is too large, so that only the way around the layer is drawn.
  package let isPart: Bool

  /// Operators of a block that are drawn at most; cells of NASNet have up to 80.
  private static let limit = 24

  /// The drawing of the block of a layer, or of its stage if it belongs to no block.
  package init(of layer: Int, in network: Network) {
    let group = network.lessonGroup(of: layer)
    isPart = group.count > Self.limit
    layers = isPart ? Self.way(around: layer, in: group, of: network) : Array(group)
    let own = Set(layers)
    let sources = Set(layers.flatMap { network.layers[$0].inputs }).subtracting(own).sorted()
    nodes =
      sources.map { Node(layer: $0, isSource: true) }
      + layers.map { Node(layer: $0, isSource: false) }
    rank(network)
    makeLanes(network)
    packRows()
  }

  /// The chain of layers that `layer` is part of, up to the layer where it joins others.
  private static func way(around layer: Int, in group: Range<Int>, of network: Network) -> [Int] {
    func readers(_ index: Int) -> [Int] {
      group.filter { network.layers[$0].inputs.contains(index) }
    }
    var chain = [layer]
    while let first = chain.first, network.layers[first].inputs.count == 1 {
      let before = network.layers[first].inputs[0]
      guard group.contains(before), readers(before).count == 1 else { break }
      chain.insert(before, at: 0)
    }
    while let last = chain.last, readers(last).count == 1 {
      let next = readers(last)[0]
      chain.append(next)
      if network.layers[next].inputs.count > 1 { break }
    }
    return chain
  }

  package func inputs(of node: Int, in network: Network) -> [Int] {
    guard !nodes[node].isSource else { return [] }
    return network.layers[nodes[node].layer].inputs.compactMap { input in
      nodes.firstIndex { $0.layer == input }
    }
  }

  private mutating func rank(_ network: Network) {
    for node in nodes.indices where !nodes[node].isSource {
      nodes[node].rank = 1 + (inputs(of: node, in: network).map { nodes[$0].rank }.max() ?? 0)
    }
    // A source stands directly before its first reader.
    for node in nodes.indices where nodes[node].isSource {
      let readers = nodes.indices.filter { inputs(of: $0, in: network).contains(node) }
      nodes[node].rank = max(0, (readers.map { nodes[$0].rank }.min() ?? 1) - 1)
    }
  }

  private mutating func makeLanes(_ network: Network) {
    var placed: Set<Int> = []
    func lane(endingAt end: Int, join: Int?) -> Lane {
      var (chain, cursor): ([Int], Int?) = ([], end)
      while let node = cursor, !placed.contains(node) {
        chain.insert(node, at: 0)
        placed.insert(node)
        cursor = inputs(of: node, in: network).first
      }
      return Lane(nodes: chain, fork: cursor, join: join)
    }
    for end in nodes.indices.reversed() where !placed.contains(end) {
      var open = [lane(endingAt: end, join: nil)]
      while !open.isEmpty {
        let next = open.removeFirst()
        lanes.append(next)
        for node in next.nodes {
          for input in inputs(of: node, in: network).dropFirst() {
            open.append(lane(endingAt: input, join: node))
          }
        }
      }
    }
  }

  private func span(_ lane: Lane) -> Range<Int> {
    let start = lane.fork ?? lane.nodes.first
    let end = lane.join ?? lane.nodes.last
    let low = start.map { nodes[$0].rank } ?? 0
    return low..<max(low + 1, end.map { nodes[$0].rank } ?? low)
  }

  private mutating func packRows() {
    var taken: [[Range<Int>]] = [[]]
    let order = lanes.indices.dropFirst().sorted {
      (span(lanes[$0]).count, $0) < (span(lanes[$1]).count, $1)
    }
    for index in order {
      let span = span(lanes[index])
      var row = 1
      while row < taken.count, taken[row].contains(where: { $0.overlaps(span) }) { row += 1 }
      if row == taken.count { taken.append([]) }
      taken[row].append(span)
      lanes[index].row = row
    }
    for lane in lanes {
      for node in lane.nodes { nodes[node].row = lane.row }
    }
  }

  package var rows: Int { 1 + (lanes.map(\.row).max() ?? 0) }
  package var ranks: Int { 1 + (nodes.map(\.rank).max() ?? 0) }
}

extension Network {
  /// The layers of a layer's block; outside of blocks its neighbours outside of blocks.
  package func lessonGroup(of layer: Int) -> Range<Int> {
    let stage = stages[layers[layer].stage - 1]
    if let number = layers[layer].block { return stage.blocks[number - 1].layers }
    let before = stage.layers[..<layer].last { layers[$0].block != nil }.map { $0 + 1 }
    let after = stage.layers[layer...].first { layers[$0].block != nil }
    return (before ?? stage.layers.lowerBound)..<(after ?? stage.layers.upperBound)
  }
}
