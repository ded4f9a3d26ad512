import Architectures
import Terminal

/// Where the nodes, edges and shapes of a block's drawing stand, in cells from its upper left corner.
package struct LessonLayout: Equatable, Sendable {
  package struct Mark: Equatable, Sendable {
    package enum Kind: Sendable { case node, source, shape, arrow }
    package var text: String
    package var place: Point
    package var kind: Kind
    /// The layer of a node.
    package var layer: Int?
  }

  package private(set) var marks: [Mark] = []
  package private(set) var wires = Wires()
  package private(set) var size = Size(0, 0)
  /// The first column of each rank's labels, and of the shapes on the edges behind them.
  private var starts: [Int] = []
  private var texts: [Int] = []
  /// Columns of the lines that fork off downwards behind a rank, by the node they start at.
  private var forks: [Int: Int] = [:]

  private let graph: LessonGraph
  private let network: Network
  private let shapes: [FeatureShape]
  private let detail: LessonDetail

  /// The most detailed drawing that fits `columns`; the narrowest one if none does.
  package static func fitting(
    _ graph: LessonGraph, _ network: Network, shapes: [FeatureShape], image: FeatureShape,
    columns: Int
  ) -> LessonLayout {
    var last = LessonLayout(graph, network, shapes + [image], LessonDetail.all[0])
    for detail in LessonDetail.all.dropFirst() where last.size.columns > columns {
      last = LessonLayout(graph, network, shapes + [image], detail)
    }
    return last
  }

  /// `shapes` are those of all layers, then that of the image.
  private init(
    _ graph: LessonGraph, _ network: Network, _ shapes: [FeatureShape], _ detail: LessonDetail
  ) {
    (self.graph, self.network, self.shapes, self.detail) = (graph, network, shapes, detail)
    placeColumns()
    for node in graph.nodes.indices { placeNode(node) }
    for lane in graph.lanes { connect(lane) }
    placeOutput()
    clearArrows()
    size.rows = graph.rows
  }

  private func shape(_ node: Int) -> FeatureShape {
    let layer = graph.nodes[node].layer
    return layer == Layer.image ? shapes[shapes.count - 1] : shapes[layer]
  }

  private func text(_ shape: FeatureShape, _ detail: LessonDetail.Shapes) -> String {
    detail == .whole ? shape.text : "\(shape.channels)"
  }

  private func label(_ node: Int) -> String {
    let own = graph.nodes[node]
    guard own.isSource else { return network.layers[own.layer].lessonLabel(detail.names) }
    let text = text(shape(node), detail.ends)
    return own.layer == Layer.image && detail.ends == .whole ? "image \(text)" : text
  }

  /// The text on the edge out of a node: its shape, if it says something new.
  private func edge(_ node: Int, _ next: Int?) -> String? {
    guard !graph.nodes[node].isSource, let next else { return nil }
    let own = shape(node)
    if detail.edges == .whole { return own.text }
    let inputs = graph.inputs(of: node, in: network).map { shape($0) }
    // Pooling to one position keeps the channels, and shows in its own name.
    let isPooled = own.height == 1 && inputs.contains(where: { $0.channels == own.channels })
    if inputs.contains(own) || isPooled { return nil }
    if detail.names == .short, keepsShape(next) { return nil }
    let isSameSize = own.height == 1 || inputs.contains(where: { $0.height == own.height })
    return isSameSize || detail.ends == .channels ? "\(own.channels)" : own.text
  }

  /// Whether a node has the shape of what it reads: a gate, a sum.
  private func keepsShape(_ node: Int) -> Bool {
    switch network.layers[graph.nodes[node].layer].operation {
    case .scale, .add: true
    default: false
    }
  }

  /// Free columns beside labels.
  private var air: Int { detail.names == .short ? 0 : 1 }

  /// The node that follows in the lane of a node, or the one that the lane joins.
  private func next(_ node: Int) -> Int? {
    guard let lane = graph.lanes.first(where: { $0.nodes.contains(node) }) else { return nil }
    return lane.nodes.drop { $0 != node }.dropFirst().first ?? lane.join
  }

  private mutating func placeColumns() {
    var x = 0
    for rank in 0..<graph.ranks {
      let members = graph.nodes.indices.filter { graph.nodes[$0].rank == rank }
      starts.append(x)
      x += (members.map { label($0).columns }.max() ?? 0) + air
      let forking = Set(graph.lanes.dropFirst().compactMap(\.fork)).intersection(members).sorted()
      for (index, node) in forking.enumerated() { forks[node] = x + index }
      // The lines that fork off, a shape on the line, the arrow.
      x += max(1, forking.count)
      texts.append(x)
      let longest = members.compactMap { edge($0, next($0))?.columns }
      x += (longest.max().map { $0 + air } ?? 0) + 1 + air
    }
    size.columns = x
  }

  private mutating func placeNode(_ node: Int) {
    let own = graph.nodes[node]
    marks.append(
      Mark(
        text: label(node), place: Point(starts[own.rank], own.row),
        kind: own.isSource ? .source : .node, layer: own.layer))
  }

  private func end(_ node: Int) -> Int {
    starts[graph.nodes[node].rank] + label(node).columns
  }

  private func center(_ node: Int) -> Int {
    starts[graph.nodes[node].rank] + label(node).columns / 2
  }

  /// The column of the arrow before a node.
  private func before(_ node: Int) -> Int { starts[graph.nodes[node].rank] - 1 - air }

  private mutating func connect(_ lane: LessonGraph.Lane) {
    for (node, next) in zip(lane.nodes, lane.nodes.dropFirst()) {
      wires.horizontal(lane.row, from: end(node) + air, to: before(next))
      arrow("▶", before(next), lane.row)
      write(edge(node, next), behind: node, row: lane.row)
    }
    var left = 0
    if let fork = lane.fork {
      let column = forks[fork] ?? end(fork)
      wires.horizontal(graph.nodes[fork].row, from: end(fork) + air, to: column)
      wires.entry(column, graph.nodes[fork].row)
      wires.vertical(column, from: graph.nodes[fork].row, to: lane.row)
      left = column
      if let first = lane.nodes.first {
        wires.horizontal(lane.row, from: column, to: before(first))
        arrow("▶", before(first), lane.row)
      }
    }
    guard let join = lane.join else { return }
    let (column, row) = (center(join), graph.nodes[join].row)
    wires.horizontal(lane.row, from: lane.nodes.last.map { end($0) + air } ?? left, to: column)
    wires.vertical(column, from: lane.row, to: row)
    if lane.row > row + 1 { arrow("▲", column, row + 1) }
    if lane.row < row - 1 { arrow("▼", column, row - 1) }
    if let last = lane.nodes.last { write(edge(last, join), behind: last, row: lane.row) }
  }

  private mutating func arrow(_ text: String, _ x: Int, _ y: Int) {
    marks.append(Mark(text: text, place: Point(x, y), kind: .arrow))
  }

  private mutating func write(_ text: String?, behind node: Int, row: Int) {
    guard let text else { return }
    marks.append(Mark(text: text, place: Point(texts[graph.nodes[node].rank], row), kind: .shape))
  }

  /// The shape of the output behind the last node of the main row.
  private mutating func placeOutput() {
    guard let last = graph.lanes.first?.nodes.last else { return }
    let x = end(last) + air
    let text = text(shape(last), detail.ends)
    wires.horizontal(0, from: x, to: x + 1)
    arrow("▶", x + 1, 0)
    marks.append(Mark(text: text, place: Point(x + 2 + air, 0), kind: .source))
    size.columns = max(size.columns - 2 - air, x + 2 + air + text.columns)
  }

  /// Leaves out heads of arrows where another line joins, a word stands, or another head is.
  private mutating func clearArrows() {
    var taken: Set<Point> = []
    for mark in marks where mark.kind != .arrow {
      for column in 0..<mark.text.columns {
        taken.insert(Point(mark.place.x + column, mark.place.y))
      }
    }
    marks.removeAll { mark in
      guard mark.kind == .arrow, mark.text != "▶" else { return false }
      return wires.character(at: mark.place) != "│" || !taken.insert(mark.place).inserted
    }
  }

  package static func == (left: LessonLayout, right: LessonLayout) -> Bool {
    left.marks == right.marks && left.size == right.size
  }
}
