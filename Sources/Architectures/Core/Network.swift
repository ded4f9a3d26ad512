/// A network as data: layers in execution order, and the stages and blocks that group them.
public struct Network: Sendable {
  /// The variant's name: `b0`, `lite0`, `resnet-50`.
  package let name: String
  /// Height and width of its default input, in pixels.
  package let resolution: Int
  package let classes: Int
  /// Layers; each reads only earlier ones, and the last one gives the logits.
  package let layers: [Layer]
  /// Rows of the architecture table.
  package let stages: [Stage]
  /// What the outputs mean.
  package internal(set) var outputActivation = OutputActivation.softmax
  /// True if its two logits are −z and z of a checkpoint with one logit z.
  package internal(set) var isTwoSided = false

  /// Index of the last convolution stage's output layer, where CAM is defined.
  package var lastStageOutput: Int { stages[stages.count - 1].output }

  /// Index of the layer that is the output of the named stage, block or tensor point, or nil.
  ///
  /// `stage4` is the stage's last block's output, `stage4.block2` the block's output,
  /// `stage4.block2.gate` a tensor point, `stage9` the head convolution.
  package func layer(named name: String) -> Int? {
    if let stage = stages.first(where: { $0.name == name }) { return stage.output }
    for stage in stages {
      for block in stage.blocks {
        if block.name == name { return block.output }
        if name == "\(block.name).\(TensorPoint.output.rawValue)" { return block.output }
      }
    }
    return layers.first { $0.name == name }?.index
  }
}

/// A row of the architecture table.
package struct Stage: Hashable, Sendable {
  /// Number from 1.
  package let number: Int
  /// The table's wording: `Conv3x3`, `MBConv6, k5x5`.
  package let title: String
  /// Kernel size of its main convolution, and stride of the whole stage.
  package let kernel, stride: Int
  /// Number of repeats of its block (the table's #Layers).
  package let repeats: Int
  /// Indices of its layers; the last stage includes pooling and classifier.
  package let layers: Range<Int>
  /// Index of its output layer.
  package let output: Int
  /// Its blocks; empty for a single convolution.
  package let blocks: [Block]

  /// Its name on the command line: `stage4`.
  package var name: String { "stage\(number)" }
}

/// One block of a stage.
package struct Block: Hashable, Sendable {
  /// The number of its stage, and its own number in the stage, both from 1.
  package let stage, number: Int
  package let layers: Range<Int>
  /// Index of its output layer.
  package let output: Int
  package let hasSkip: Bool

  /// Its name on the command line: `stage4.block2`.
  package var name: String { "stage\(stage).block\(number)" }
}
