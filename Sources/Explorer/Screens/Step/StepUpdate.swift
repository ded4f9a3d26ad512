import Architectures
import Terminal

extension State {
  mutating func performInStep(_ action: Action) -> [Effect] {
    switch action {
    case .nextPoint: goToLayer(step.layer + 1)
    case .previousPoint: goToLayer(step.layer - 1)
    case .nextBlock: goToLayer(groupStart(after: true, \.blockKey))
    case .previousBlock: goToLayer(groupStart(after: false, \.blockKey))
    case .nextStage: goToLayer(groupStart(after: true, \.stage))
    case .previousStage: goToLayer(groupStart(after: false, \.stage))
    case .play: step.isPlaying.toggle()
    case .sort: step.orderByNext()
    case .overlayChannel: step.isOverlaid.toggle()
    case .scale: step.isAlike.toggle()
    case .raiseAlpha: step.tileStep = min(4, step.tileStep + 1)
    case .lowerAlpha: step.tileStep = max(-4, step.tileStep - 1)
    case .nextColorMap: stepColorMap(1)
    case .previousColorMap: stepColorMap(-1)
    case .activate: step.isEnlarged.toggle()
    case .up, .down, .left, .right, .pageUp, .pageDown, .top, .bottom: moveInStep(action)
    default: break
    }
    return []
  }

  /// Shows a layer; out of range stays at the end.
  mutating func goToLayer(_ index: Int) {
    guard let network = architecture.network else { return }
    step.layer = max(0, min(index, network.layers.count - 1))
    step.ticks = 0
  }

  /// The first layer of the group after or before this one; before, the start of this group comes first.
  private func groupStart<Key: Equatable>(after: Bool, _ key: (Layer) -> Key) -> Int {
    guard let layers = architecture.network?.layers, layers.indices.contains(step.layer) else {
      return 0
    }
    let own = key(layers[step.layer])
    if after {
      return layers[step.layer...].first { key($0) != own }?.index ?? step.layer
    }
    let start = layers[..<step.layer].last { key($0) != own }.map { $0.index + 1 } ?? 0
    if start < step.layer || start == 0 { return start }
    let former = key(layers[start - 1])
    return layers[..<start].last { key($0) != former }.map { $0.index + 1 } ?? 0
  }

  private mutating func moveInStep(_ action: Action) {
    guard let shown = step.shown else { return }
    if step.isEnlarged, !shown.isVector { return moveCell(action, in: shown) }
    let grid = stepGrid
    let across = shown.isVector ? 1 : grid.columns
    let page = shown.isVector ? self.page : max(1, grid.columns * grid.rows)
    let last = max(0, step.ranking.count - 1)
    switch action {
    case .up: step.cursor -= step.cursor >= across ? across : 0
    case .down: step.cursor = min(last, step.cursor + across)
    case .left: step.cursor -= 1
    case .right: step.cursor += 1
    case .pageUp: step.cursor -= page
    case .pageDown: step.cursor += page
    case .top: step.cursor = 0
    case .bottom: step.cursor = last
    default: break
    }
    step.cursor = max(0, min(step.cursor, last))
    step.cell = nil
  }

  private mutating func moveCell(_ action: Action, in shown: LayerActivation) {
    guard var place = step.place else { return }
    switch action {
    case .up: place.y -= 1
    case .down: place.y += 1
    case .left: place.x -= 1
    case .right: place.x += 1
    case .pageUp: step.cursor = max(0, step.cursor - 1)
    case .pageDown: step.cursor = min(step.ranking.count - 1, step.cursor + 1)
    case .top: place = Point(0, 0)
    case .bottom: place = Point(shown.shape.width - 1, shown.shape.height - 1)
    default: break
    }
    step.cell = Point(
      max(0, min(place.x, shown.shape.width - 1)), max(0, min(place.y, shown.shape.height - 1)))
  }

  /// Goes on by itself while playing; stops at the end.
  mutating func playOn() {
    guard step.isPlaying, screen == .step, let network = architecture.network else { return }
    guard step.shown?.question == stepQuestion else { return }
    step.ticks += 1
    guard step.ticks >= Self.playTicks else { return }
    if step.layer + 1 < network.layers.count {
      goToLayer(step.layer + 1)
    } else {
      step.isPlaying = false
    }
  }

  /// Tenths of a second that a point stays in view while playing.
  private static let playTicks = 5
}

extension Layer {
  /// Tells blocks of all stages apart; a stage without blocks is one group.
  fileprivate var blockKey: [Int] { [stage, block ?? 0] }
}
