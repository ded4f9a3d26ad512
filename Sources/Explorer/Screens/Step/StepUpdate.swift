import Architectures
import Explanations
import Terminal

extension State {
  mutating func performInStep(_ action: Action) -> [Effect] {
    switch action {
    case .nextColorMap: look.turnColorMap(1)
    case .previousColorMap: look.turnColorMap(-1)
    case .nextView: screens.step.content = stepScreen.content(1)
    case .previousView: screens.step.content = stepScreen.content(-1)
    case .activate where stepScreen.content == .lesson: screens.step.content = .compute
    case .activate where stepScreen.content == .compute: screens.step.content = .lesson
    case .timeLayers: return timeLayers()
    default:
      screens.step.perform(
        action, context.network, grid: stepScreen.grid, page: page, content: stepScreen.content)
    }
    return []
  }

  /// Moves to the next layer while playing; stops at the last one.
  mutating func playOn() {
    guard screen == .step, screens.step.playback.isPlaying, let network = context.network,
      screens.step.shown?.question == stepScreen.question
    else { return }
    screens.step.playback.ticks += 1
    guard screens.step.playback.ticks >= StepState.Playback.ticksPerLayer else { return }
    if screens.step.layer + 1 < network.layers.count {
      screens.step.goToLayer(screens.step.layer + 1, of: network)
    } else {
      screens.step.playback.isPlaying = false
    }
  }
}

extension StepState {
  /// Carries out an action; `grid` is the grid of channels as drawn, `page` the rows of a page.
  fileprivate mutating func perform(
    _ action: Action, _ network: Network?, grid: TileGrid, page: Int, content: StepContent
  ) {
    switch action {
    case .nextPoint: goToLayer(layer + 1, of: network)
    case .previousPoint: goToLayer(layer - 1, of: network)
    case .nextBlock: goToLayer(nextGroup(of: network, by: \.blockKey), of: network)
    case .previousBlock: goToLayer(previousGroup(of: network, by: \.blockKey), of: network)
    case .nextStage: goToLayer(nextGroup(of: network, by: \.stage), of: network)
    case .previousStage: goToLayer(previousGroup(of: network, by: \.stage), of: network)
    case .play: playback.isPlaying.toggle()
    case .sort: orderByNext()
    case .overlayChannel: display.isOverlaid.toggle()
    case .scale: display.isAlike.toggle()
    case .raiseAlpha: display.tileStep = min(4, display.tileStep + 1)
    case .lowerAlpha: display.tileStep = max(-4, display.tileStep - 1)
    case .activate: display.isEnlarged.toggle()
    default: move(action, grid: grid, page: page, content: content)
    }
  }

  /// Shows the layer at an index, limited to the network's layers.
  mutating func goToLayer(_ index: Int, of network: Network?) {
    guard let network else { return }
    layer = max(0, min(index, network.layers.count - 1))
    playback.ticks = 0
  }

  /// Index of the first layer of the next group.
  private func nextGroup<Key: Equatable>(of network: Network?, by key: (Layer) -> Key) -> Int {
    guard let layers = network?.layers, layers.indices.contains(layer) else { return 0 }
    let own = key(layers[layer])
    return layers[layer...].first { key($0) != own }?.index ?? layer
  }

  /// Index of the first layer of this group; if that is the current layer, of the group before.
  private func previousGroup<Key: Equatable>(of network: Network?, by key: (Layer) -> Key) -> Int {
    guard let layers = network?.layers, layers.indices.contains(layer) else { return 0 }
    func start(of index: Int) -> Int {
      let own = key(layers[index])
      return layers[..<index].last { key($0) != own }.map { $0.index + 1 } ?? 0
    }
    let first = start(of: layer)
    return first < layer || first == 0 ? first : start(of: first - 1)
  }

  private mutating func move(
    _ action: Action, grid: TileGrid, page: Int, content: StepContent
  ) {
    guard let shown = shown?.activation else { return }
    let movesElement = content == .compute || content == .channels && display.isEnlarged
    if movesElement, !shown.isVector { return moveCell(action, in: shown) }
    let isList = shown.isVector || content == .lesson
    let moved = State.moved(
      cursor, by: action, last: max(0, ranking.count - 1),
      columns: isList ? 1 : grid.columns, page: isList ? page : grid.count)
    if let moved { (cursor, cell) = (moved, nil) }
  }

  private mutating func moveCell(_ action: Action, in shown: LayerActivation) {
    guard var place else { return }
    switch action {
    case .pageUp: cursor = max(0, cursor - 1)
    case .pageDown: cursor = min(ranking.count - 1, cursor + 1)
    default:
      guard place.move(action, columns: shown.shape.width, rows: shown.shape.height) else { return }
    }
    cell = place
  }
}

extension State {
  /// The cursor after an action in a grid of items from 0 to `last`; nil for an action that does not
  /// move.
  static func moved(
    _ cursor: Int, by action: Action, last: Int, columns: Int, page: Int
  ) -> Int? {
    let moved: Int
    switch action {
    case .up: moved = cursor < columns ? cursor : cursor - columns
    case .down: moved = cursor + columns
    case .left: moved = cursor - 1
    case .right: moved = cursor + 1
    case .pageUp: moved = cursor - page
    case .pageDown: moved = cursor + page
    case .top: moved = 0
    case .bottom: moved = last
    default: return nil
    }
    return max(0, min(moved, last))
  }
}

extension Point {
  /// Moves within a grid, limited to its cells; returns false for an action that does not move.
  mutating func move(_ action: Action, columns: Int, rows: Int) -> Bool {
    switch action {
    case .up: y -= 1
    case .down: y += 1
    case .left: x -= 1
    case .right: x += 1
    case .top: self = Point(0, 0)
    case .bottom: self = Point(columns - 1, rows - 1)
    default: return false
    }
    self = Point(max(0, min(x, columns - 1)), max(0, min(y, rows - 1)))
    return true
  }
}

extension Layer {
  /// Identifies a block within the network; a stage without blocks counts as one block.
  fileprivate var blockKey: [Int] { [stage, block ?? 0] }
}
