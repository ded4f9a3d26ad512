import Architectures
import Terminal

/// Where the Step screen stands in the network and what it shows of it.
package struct StepView: Equatable, Sendable {
  /// What comes first in the grid of channels.
  package enum Order: String, CaseIterable, Sendable {
    case energy, peak, mean, index
  }

  /// Index of the tensor point in `Network.layers`.
  package var layer = 0
  package private(set) var shown: LayerActivation?
  /// Channels of what is shown, in order.
  package private(set) var ranking: [Int] = []
  package private(set) var order: Order = .energy
  /// Rank of the channel under the cursor.
  package var cursor = 0
  /// The element under the cursor; nil for the channel's largest.
  package var cell: Point?
  /// Whether one channel has the whole pane.
  package var isEnlarged = false
  /// Whether the channel lies over the photograph.
  package var isOverlaid = true
  /// Whether all channels share one scale of colours.
  package var isAlike = false
  /// Steps by which tiles are larger or smaller than they choose to be.
  package var tileStep = 0
  package var isPlaying = false
  /// Ticks since the point came into view, while playing.
  package var ticks = 0
  private var kept: [LayerActivation] = []

  /// Elements that are kept to come back to: 64 MB.
  private static let keptElements = 16 << 20

  package init() {}

  /// The output for a question, if it was seen lately.
  func kept(_ question: StepQuestion) -> LayerActivation? {
    kept.last { $0.question == question }
  }

  mutating func show(_ activation: LayerActivation) {
    if shown?.question.layer != activation.question.layer {
      cursor = 0
      cell = nil
    }
    shown = activation
    ticks = 0
    kept.removeAll { $0.question == activation.question }
    kept.append(activation)
    while kept.count > 1, kept.reduce(0, { $0 + $1.values.count }) > Self.keptElements {
      kept.removeFirst()
    }
    rank()
  }

  mutating func orderByNext() {
    let all = Order.allCases
    let channel = ranking.indices.contains(cursor) ? ranking[cursor] : 0
    order = all[((all.firstIndex(of: order) ?? 0) + 1) % all.count]
    rank()
    cursor = ranking.firstIndex(of: channel) ?? 0
  }

  private mutating func rank() {
    guard let shown else { return }
    let keys = shown.channels.map { channel -> Double in
      switch order {
      case .energy: channel.energy
      case .peak: channel.maximum
      case .mean: channel.mean
      case .index: 0
      }
    }
    ranking = keys.indices.sorted { keys[$0] > keys[$1] || keys[$0] == keys[$1] && $0 < $1 }
    cursor = max(0, min(cursor, ranking.count - 1))
  }

  /// The channel under the cursor.
  package var channel: Int? { ranking.indices.contains(cursor) ? ranking[cursor] : nil }

  /// The element under the cursor, or the channel's largest.
  package var place: Point? {
    guard let shown, let channel else { return nil }
    guard let cell else { return shown.channels[channel].peak }
    return Point(
      max(0, min(cell.x, shown.shape.width - 1)), max(0, min(cell.y, shown.shape.height - 1)))
  }
}

extension State {
  /// The question that the Step screen asks.
  package var stepQuestion: StepQuestion? {
    guard let answer = subject.currentAnswer, let network = architecture.network else { return nil }
    return StepQuestion(
      network: answer.network, picture: answer.picture,
      layer: max(0, min(step.layer, network.layers.count - 1)))
  }

  /// The output on screen, if it belongs to the photograph and network on screen.
  package var drawnStep: LayerActivation? {
    guard let shown = step.shown, let answer = subject.currentAnswer,
      shown.question.picture == answer.picture, shown.question.network == answer.network
    else { return nil }
    return shown
  }

  /// The layer that the Step screen asks for.
  package var stepLayer: Layer? {
    guard let network = architecture.network, !network.layers.isEmpty else { return nil }
    return network.layers[max(0, min(step.layer, network.layers.count - 1))]
  }
}
