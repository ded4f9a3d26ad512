import Architectures
import Explanations

/// What the main pane of the Step screen shows.
package enum StepContent: String, CaseIterable, Sendable {
  /// Before, gate and after where the layer multiplies or adds; channels elsewhere.
  case lesson
  case channels
  /// How one value is computed.
  case compute
}

extension StepScreen {
  /// What the shown layer reads, and its weights.
  var source: LayerSource? {
    step.shown.flatMap {
      subject.answers($0.question.network, $0.question.picture) ? $0.source : nil
    }
  }

  /// Whether the layer joins tensors of one shape, which are then shown side by side.
  private var joins: Bool {
    guard let source, let shown, !shown.isVector else { return false }
    switch source.operation {
    case .scale, .add: return true
    default: return false
    }
  }

  /// The contents that the shown layer has, in the order of the key.
  var contents: [StepContent] {
    (joins ? [.lesson, .channels] : [.channels]) + (source == nil ? [] : [.compute])
  }

  /// What is drawn: the wanted content if the layer has it, else its first.
  var content: StepContent {
    contents.contains(step.content) ? step.content : contents[0]
  }

  /// The content that a key goes to; the first one stays the first on other layers.
  func content(_ step: Int) -> StepContent {
    let next = contents.neighbour(of: content, step)
    return next == contents[0] ? .lesson : next
  }
}
