/// A network as data: layers in execution order, and the stages and blocks that group them.
public struct Network: Sendable {
  /// The variant's name: `b0`, `lite0`, `resnet-50`.
  public let name: String
  /// Height and width of its default input, in pixels.
  public let resolution: Int
  /// Number of classes.
  public let classes: Int
  /// Layers; each reads only earlier ones, and the last one gives the logits.
  public let layers: [Layer]
  /// Rows of the architecture table.
  public let stages: [Stage]
  /// What the outputs mean.
  public internal(set) var outputActivation = OutputActivation.softmax
  /// True if its two logits are −z and z of a checkpoint with one logit z.
  public internal(set) var isTwoSided = false

  /// A network from its finished parts; `NetworkBuilder` calls it.
  public init(name: String, resolution: Int, classes: Int, layers: [Layer], stages: [Stage]) {
    self.name = name
    self.resolution = resolution
    self.classes = classes
    self.layers = layers
    self.stages = stages
  }

  /// Index of the last convolution stage's output layer, where CAM is defined.
  public var lastStageOutput: Int { stages[stages.count - 1].output }

  /// Index of the layer that is the output of the named stage, block or tensor point, or nil.
  ///
  /// `stage4` is the stage's last block's output, `stage4.block2` the block's output,
  /// `stage4.block2.gate` a tensor point, `stage9` the head convolution.
  public func layer(named name: String) -> Int? {
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
public struct Stage: Hashable, Sendable {
  /// Number from 1.
  public let number: Int
  /// The table's wording: `Conv3x3`, `MBConv6, k5x5`.
  public let title: String
  /// Kernel size of its main convolution.
  public let kernel: Int
  /// Stride of the whole stage.
  public let stride: Int
  /// Number of repeats of its block (the table's #Layers).
  public let repeats: Int
  /// Indices of its layers; the last stage includes pooling and classifier.
  public let layers: Range<Int>
  /// Index of its output layer.
  public let output: Int
  /// Its blocks; empty for a single convolution.
  public let blocks: [Block]

  /// Its name on the command line: `stage4`.
  public var name: String { "stage\(number)" }
}

/// One block of a stage.
public struct Block: Hashable, Sendable {
  /// Stage number, from 1.
  public let stage: Int
  /// Number within the stage, from 1.
  public let number: Int
  /// Indices of its layers.
  public let layers: Range<Int>
  /// Index of its output layer.
  public let output: Int
  /// Whether its input is added to its output.
  public let hasSkip: Bool

  /// Its name on the command line: `stage4.block2`.
  public var name: String { "stage\(stage).block\(number)" }
}
