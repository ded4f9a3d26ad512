import Architectures
import RealModule
import Terminal

/// The tensors of a network as boxes from left to right: height by extent, width by channels.
package struct TensorBoxes: Equatable, Sendable {
  /// A part of the network: the image, a block, or a stage.
  package struct Part: Equatable, Sendable {
    package var name: String
    /// The number of its stage; 0 for the image.
    package var stage: Int
    package var layers: Range<Int>
    package var shape: FeatureShape

    package init(_ name: String, stage: Int, layers: Range<Int>, shape: FeatureShape) {
      (self.name, self.stage, self.layers, self.shape) = (name, stage, layers, shape)
    }
  }

  package struct Box: Equatable, Sendable {
    package var part: Part
    /// Columns from the left of the drawing; as many as the root of its channels, in proportion.
    package var columns: Range<Int>
    /// Half rows, in proportion to the tensor's rows.
    package var height: Int
  }

  package let boxes: [Box]

  /// Boxes that fill `columns` columns and at most `height` half rows; empty if they do not fit.
  package init(_ parts: [Part], columns: Int, height: Int) {
    let tallest = parts.map(\.shape.height).max() ?? 1
    // Stages stand apart; blocks of a stage too where there is much room.
    let isWide = columns >= 4 * parts.count
    let gaps = parts.indices.map { index in
      index > 0 && (isWide || parts[index].stage != parts[index - 1].stage) ? 1 : 0
    }
    let room = columns - gaps.reduce(0, +) - parts.count
    guard room >= 0, height > 0, !parts.isEmpty else {
      boxes = []
      return
    }
    let weights = parts.map { Double($0.shape.channels).squareRoot() }
    let total = max(1, weights.reduce(0, +))
    var (sum, start, boxes) = (0.0, 0, [Box]())
    for (index, part) in parts.enumerated() {
      let before = Int((sum / total * Double(room)).rounded())
      sum += weights[index]
      let after = Int((sum / total * Double(room)).rounded())
      start += gaps[index]
      let end = start + 1 + after - before
      let share = Double(part.shape.height) / Double(max(1, tallest))
      boxes.append(
        Box(
          part: part, columns: start..<end,
          height: max(1, min(height, Int((share * Double(height)).rounded())))))
      start = end
    }
    self.boxes = boxes
  }
}

extension ArchitectureState {
  /// The image and the blocks of the network, or its stages if `columns` are too few for the blocks.
  package func parts(columns: Int) -> [TensorBoxes.Part] {
    guard let network else { return [] }
    let image = TensorBoxes.Part(
      "input", stage: 0, layers: 0..<0,
      shape: network.inputShape(of: 0, in: shapes, height: resolution, width: resolution))
    let blocks = network.stages.flatMap { stage -> [TensorBoxes.Part] in
      if stage.blocks.isEmpty { return [part(of: stage)] }
      return stage.blocks.map {
        .init($0.name, stage: stage.number, layers: $0.layers, shape: shapes[$0.output])
      }
    }
    if blocks.count + network.stages.count < columns { return [image] + blocks }
    return [image] + network.stages.map(part)
  }

  private func part(of stage: Stage) -> TensorBoxes.Part {
    .init(stage.name, stage: stage.number, layers: stage.layers, shape: shapes[stage.output])
  }
}
