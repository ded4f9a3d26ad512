import Architectures

/// A network as a tree of rows: stages contain blocks, blocks contain layers.
package struct ArchitectureState: Sendable {
  package enum Place: Hashable, Sendable {
    case stage(Int)
    case block(stage: Int, block: Int)
    case point(Int)
  }

  package struct Row: Equatable, Sendable {
    package var place: Place
    package var depth: Int
    package var name, operation: String
    package var input, output: FeatureShape
    package var repeats: Int
    package var cost: Cost
    package var layers: Range<Int>
    /// Whether the row is open; nil for a row without children.
    package var isOpen: Bool?
  }

  package private(set) var variant: String
  package private(set) var network: Network?
  package private(set) var resolution = 224
  package private(set) var shapes: [FeatureShape] = []
  package private(set) var costs: [Cost] = []
  /// For each layer the activation elements in memory while it runs.
  package private(set) var liveActivations: [Int] = []
  package private(set) var rows: [Row] = []
  package private(set) var open: Set<Place> = []
  /// Whether rows were opened or closed by hand, so that they stay as they are.
  private var isArranged = false
  /// The layer of the Step screen that the cursor followed last.
  private var followed = 0
  package var cursor = 0
  package var measure = Measure.macs
  /// The time of every layer, once measured.
  package var profile: ProfileFacts?

  /// What the bars show.
  package enum Measure: String, CaseIterable, Sendable {
    case parameters, macs = "MACs", memory, time
  }

  package init(variant: String) {
    self.variant = variant
    show(variant)
  }

  mutating func show(_ name: String) {
    guard network == nil || name != variant else { return }
    variant = name
    guard let facts = Variant.named(name) else { return }
    network = facts.network()
    open = []
    isArranged = false
    followed = 0
    cursor = 0
    compute(at: facts.resolution)
  }

  /// Computes all shapes for a square input.
  private mutating func compute(at resolution: Int) {
    guard let network else { return }
    self.resolution = resolution
    shapes = network.shapes(height: resolution, width: resolution)
    costs = network.layerCosts(height: resolution, width: resolution)
    liveActivations = network.liveActivations(height: resolution, width: resolution)
    rebuild()
  }

  package var total: Cost { costs.reduce(Cost(), +) }

  package var current: Row? { rows.indices.contains(cursor) ? rows[cursor] : nil }

  /// The profile, if it is of this network at this resolution.
  package var currentProfile: ProfileFacts? {
    profile.flatMap { $0.variant == variant && $0.resolution == resolution ? $0 : nil }
  }

  /// The value of a measure for a row; nil for a time that was not measured.
  package func amount(_ measure: Measure, _ row: Row) -> Double? {
    switch measure {
    case .parameters: Double(row.cost.parameters)
    case .macs: Double(row.cost.macs)
    case .memory: Double(4 * row.cost.activations)
    case .time: currentProfile?.milliseconds(of: row.layers)
    }
  }

  mutating func toggleCurrent() {
    guard let place = current?.place else { return }
    isArranged = true
    if open.remove(place) == nil { open.insert(place) }
    rebuild()
  }

  /// Closes the row under the cursor, or moves to its parent.
  mutating func closeRow() {
    guard let row = current else { return }
    if row.isOpen == true { return toggleCurrent() }
    cursor = rows[..<cursor].lastIndex { $0.depth < row.depth } ?? cursor
  }

  /// Changes the side of the input, between 32 and 1024 pixels.
  mutating func changeResolution(by pixels: Int) {
    compute(at: max(32, min(1024, resolution + pixels)))
  }

  /// Opens all stages on a screen with room for the blocks, unless rows were opened or closed by hand.
  mutating func arrange(isRoomy: Bool) {
    guard !isArranged, isRoomy, let network else { return }
    isArranged = true
    let place = current?.place
    open.formUnion(network.stages.filter { !$0.blocks.isEmpty }.map { .stage($0.number) })
    rebuild()
    cursor = rows.firstIndex { $0.place == place } ?? cursor
  }

  /// Moves the cursor to a layer that the Step screen has moved to, and opens what holds it.
  mutating func follow(_ layer: Int) {
    guard layer != followed, let network, network.layers.indices.contains(layer) else { return }
    followed = layer
    let (stage, block) = (network.layers[layer].stage, network.layers[layer].block)
    open.insert(.stage(stage))
    if let block { open.insert(.block(stage: stage, block: block)) }
    rebuild()
    cursor =
      rows.firstIndex { $0.place == .point(layer) }
      ?? rows.firstIndex { $0.layers == layer..<layer + 1 } ?? cursor
  }

  /// The layer that the row under the cursor stands for, if the row has no others below it.
  package var leaf: Int? {
    current.flatMap { $0.isOpen == nil ? $0.layers.lowerBound : nil }
  }

  mutating func toggleAll() {
    isArranged = true
    let place = current?.place
    let all = (network?.stages ?? []).flatMap { stage -> [Place] in
      [.stage(stage.number)]
        + stage.blocks.map { .block(stage: stage.number, block: $0.number) }
    }
    open = open.isEmpty ? Set(all) : []
    rebuild()
    cursor = rows.firstIndex { $0.place == place } ?? 0
  }

  private mutating func rebuild() {
    guard let network else { return }
    rows = network.stages.flatMap { stage -> [Row] in
      let place = Place.stage(stage.number)
      let isOpen = open.contains(place)
      let own = row(
        place, 0, stage.name, stage.title, stage.layers, stage.output, repeats: stage.repeats,
        isOpen: stage.layers.count > 1 ? isOpen : nil)
      guard isOpen else { return [own] }
      let inner =
        stage.blocks.isEmpty
        ? stage.layers.map { point($0, depth: 1, in: network) }
        : stage.blocks.flatMap { rows(of: $0, in: stage, network) }
      return [own] + inner
    }
    cursor = max(0, min(cursor, rows.count - 1))
  }

  private func rows(of block: Block, in stage: Stage, _ network: Network) -> [Row] {
    let place = Place.block(stage: stage.number, block: block.number)
    let isOpen = open.contains(place)
    let stride = block.number == 1 && stage.stride > 1 ? ", stride \(stage.stride)" : ""
    let title = stage.title + stride + (block.hasSkip ? " + skip" : "")
    let own = row(
      place, 1, "block\(block.number)", title, block.layers, block.output, isOpen: isOpen)
    return isOpen ? [own] + block.layers.map { point($0, depth: 2, in: network) } : [own]
  }

  private func point(_ index: Int, depth: Int, in network: Network) -> Row {
    let layer = network.layers[index]
    return row(
      .point(index), depth, layer.ownName, layer.operation.title, index..<index + 1, index)
  }

  private func row(
    _ place: Place, _ depth: Int, _ name: String, _ operation: String, _ layers: Range<Int>,
    _ output: Int, repeats: Int = 1, isOpen: Bool? = nil
  ) -> Row {
    let input = network.map {
      $0.inputShape(of: layers.lowerBound, in: shapes, height: resolution, width: resolution)
    }
    return Row(
      place: place, depth: depth, name: name, operation: operation,
      input: input ?? FeatureShape(channels: 0, height: 0, width: 0), output: shapes[output],
      repeats: repeats, cost: costs[layers].reduce(Cost(), +), layers: layers,
      isOpen: isOpen)
  }
}

extension Layer {
  /// The last part of the name: `depthwise`.
  var ownName: String { name.split(separator: ".").last.map(String.init) ?? name }
}

extension FeatureShape {
  /// `40×28×28`: channels, rows, columns.
  package var text: String {
    height == 1 && width == 1 ? "\(channels)" : "\(channels)×\(height)×\(width)"
  }
}
