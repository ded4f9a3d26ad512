import Architectures

/// How much the drawing of a block writes; shorter ones fit narrower terminals.
package struct LessonDetail: Equatable, Sendable {
  /// Whole names with the kernel, names, or what can't be shorter.
  package enum Names: Sendable { case whole, words, short }
  /// What stands on edges: whole shapes, channels where they change.
  package enum Shapes: Sendable { case whole, channels }
  /// What stands at both ends.
  package var names: Names
  package var edges: Shapes
  package var ends: Shapes

  /// From the widest to the narrowest.
  package static let all = [
    LessonDetail(names: .whole, edges: .whole, ends: .whole),
    LessonDetail(names: .whole, edges: .channels, ends: .whole),
    LessonDetail(names: .words, edges: .channels, ends: .whole),
    LessonDetail(names: .words, edges: .channels, ends: .channels),
    LessonDetail(names: .short, edges: .channels, ends: .channels),
  ]
}

extension Layer {
  /// The words for the layer in a drawing.
  package func lessonLabel(_ names: LessonDetail.Names) -> String {
    switch operation {
    case .scale: return "×"
    case .add(let activation): return activation == .identity ? "+" : "+ \(activation.title)"
    case .concatenate: return names == .short ? "cat" : "concat"
    case .convolution(let convolution): return label(of: convolution, names)
    case .globalAveragePool: return ownName
    case .globalPool: return names == .short ? "pool" : operation.title
    case .fullyConnected: return names == .short ? "FC" : ownName
    case .maxPool(let pooling):
      return names == .short ? "max" : "max \(pooling.kernel.lessonText)"
    case .averagePool(let pooling):
      return names == .short ? "avg" : "average \(pooling.kernel.lessonText)"
    case .normalization(_, _, let activation):
      return names == .short || activation == .identity ? "norm" : "norm, \(activation.title)"
    case .activation(let activation): return activation.title
    case .vector(let function, _): return function.title
    case .slice(let range): return names == .short ? "part" : "\(range.count) of all"
    case .channelShuffle: return "shuffle"
    case .crop: return "crop"
    }
  }

  private func label(of convolution: Convolution, _ names: LessonDetail.Names) -> String {
    let kernel = convolution.kernel.lessonText
    // Squeeze-excite's convolutions see one position only: a kernel would say nothing.
    if isSqueezeExcite { return ownName }
    let word =
      point?.rawValue ?? (ownName == "shortcut" ? "shortcut" : convolution.lessonKind)
    switch names {
    case .whole: return "\(word) \(kernel)"
    case .words: return point == nil && word != "shortcut" ? kernel : word
    case .short: return convolution.isDepthwise ? "dw \(kernel)" : point?.rawValue ?? kernel
    }
  }

  /// Whether it is one of squeeze-excite's two convolutions.
  package var isSqueezeExcite: Bool { point == .gate || ownName == "reduce" }
}

extension Convolution {
  /// `depthwise`, `grouped` or `conv`.
  fileprivate var lessonKind: String {
    isDepthwise ? "depthwise" : groups > 1 ? "grouped" : "conv"
  }
}

extension Window {
  /// `5×5`: rows, columns.
  package var lessonText: String { "\(height)×\(width)" }
}
