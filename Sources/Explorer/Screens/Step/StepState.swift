import Explanations
import Terminal

/// The layer that the Step screen shows, its channels in order, and how they are drawn.
package struct StepState: Equatable, Sendable {
  /// The value by which channels are sorted, largest first.
  ///
  /// The contrast is the deviation over the picture; saturated channels come last.
  package enum Order: String, CaseIterable, Sendable { case contrast, energy, peak, mean, index }

  package struct Display: Equatable, Sendable {
    /// Whether one channel fills the pane.
    package var isEnlarged = false
    /// Whether the channel is drawn over the photograph.
    var isOverlaid = true
    /// Whether all channels share one colour scale.
    var isAlike = false
    /// Sizes by which tiles are larger or smaller than their automatic size.
    var tileStep = 0
  }

  package struct Playback: Equatable, Sendable {
    package var isPlaying = false
    /// Tenths of a second since the layer's output appeared.
    var ticks = 0

    /// Tenths of a second for which each layer is shown.
    static let ticksPerLayer = 5
  }

  /// Index of the layer in `Network.layers`.
  package var layer = 0
  package private(set) var shown: StepAnswer?
  /// Channels of the shown output, sorted by `order`.
  package private(set) var ranking: [Int] = []
  package private(set) var order = Order.contrast
  /// Rank of the channel under the cursor.
  package var cursor = 0
  /// The element under the cursor; nil for the channel's maximum.
  package var cell: Point?
  package var display = Display()
  /// What the main pane shows, if the layer has it.
  package var content = StepContent.lesson
  package var playback = Playback()
  private var kept: [StepAnswer] = []

  /// Largest number of elements kept of earlier outputs (64 MB).
  private static let keptElements = 16 << 20

  /// The output for a question, if it is still kept.
  func kept(_ question: StepQuestion) -> StepAnswer? {
    kept.last { $0.question == question }
  }

  mutating func show(_ answer: StepAnswer) {
    if shown?.question.layer != answer.question.layer {
      cursor = 0
      cell = nil
    }
    shown = answer
    playback.ticks = 0
    kept.removeAll { $0.question == answer.question }
    kept.append(answer)
    while kept.count > 1, kept.reduce(0, { $0 + $1.elements }) > Self.keptElements {
      kept.removeFirst()
    }
    rank()
  }

  /// Forgets all outputs, because the photograph's file has been replaced.
  mutating func forgetAnswers() {
    kept = []
    shown = nil
  }

  mutating func orderByNext() {
    let channel = channel ?? 0
    order = Order.allCases.neighbour(of: order, 1)
    rank()
    cursor = ranking.firstIndex(of: channel) ?? 0
  }

  private mutating func rank() {
    guard let activation = shown?.activation else { return }
    ranking = order.ranking(of: activation)
    cursor = max(0, min(cursor, ranking.count - 1))
  }

  /// The order in a word, for the line above the channels.
  var orderName: String {
    order == .contrast && shown?.activation.isVector == true ? "value" : order.rawValue
  }

  package var channel: Int? { ranking.indices.contains(cursor) ? ranking[cursor] : nil }

  /// The element under the cursor, or the channel's maximum.
  package var place: Point? {
    guard let activation = shown?.activation, let channel else { return nil }
    let (peak, shape) = (activation.channels[channel].peak, activation.shape)
    guard let cell else { return Point(peak.column, peak.row) }
    return Point(max(0, min(cell.x, shape.width - 1)), max(0, min(cell.y, shape.height - 1)))
  }
}

extension StepState.Order {
  /// The channels of an output, largest first.
  package func ranking(of activation: LayerActivation) -> [Int] {
    let keys = activation.channels.map { channel -> Double in
      switch self {
      // A channel of one value has no contrast.
      case .contrast where activation.isVector: channel.maximum
      case .contrast:
        channel.isSaturated ? -1 / (1 + channel.deviation) : channel.deviation
      case .energy: channel.energy
      case .peak: channel.maximum
      case .mean: channel.mean
      case .index: 0
      }
    }
    return keys.indices.sorted { keys[$0] > keys[$1] || keys[$0] == keys[$1] && $0 < $1 }
  }
}
