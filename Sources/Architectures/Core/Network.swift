/// A network as data: layers in execution order, and the stages and blocks that group them.
public struct Network: Sendable {
  /// The variant's name: `b0`, `lite0`, `resnet-50`.
  public let name: String
  /// Side of the square input it was designed for.
  public let resolution: Int
  /// Number of classes the classifier tells apart.
  public let classes: Int
  /// Layers, each reading only earlier ones; the last one gives the logits.
  public let layers: [Layer]
  /// Rows of the architecture table.
  public let stages: [Stage]

  /// Assembles a network; builders call this once.
  public init(name: String, resolution: Int, classes: Int, layers: [Layer], stages: [Stage]) {
    self.name = name
    self.resolution = resolution
    self.classes = classes
    self.layers = layers
    self.stages = stages
  }

  /// The layer whose output the last convolution stage ends in: where CAM is defined.
  public var lastStageOutput: Int { stages[stages.count - 1].output }

  /// Index of the layer that a stage, block or tensor point names.
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

  /// Every name that `layer(named:)` accepts and a person may choose, in execution order.
  public var pointNames: [String] {
    stages.flatMap { stage in
      stage.blocks.flatMap { block in
        layers[block.layers].filter { $0.point != nil }.map(\.name)
          + (layers[block.output].point == .output ? [] : ["\(block.name).output"]) + [block.name]
      } + [stage.name]
    }
  }
}

/// A row of the architecture table.
public struct Stage: Hashable, Sendable {
  /// Number from 1.
  public let number: Int
  /// The table's wording: `Conv3x3`, `MBConv6, k5x5`.
  public let title: String
  /// Window of its characteristic convolution.
  public let kernel: Int
  /// Step of its first layer.
  public let stride: Int
  /// How often its block repeats (the table's #Layers).
  public let repeats: Int
  /// Its layers, pooling and classifier included in the last stage.
  public let layers: Range<Int>
  /// The layer whose output is the stage's.
  public let output: Int
  /// Its blocks; empty for a single convolution.
  public let blocks: [Block]

  /// The stage as commands name it: `stage4`.
  public var name: String { "stage\(number)" }
}

/// One block of a stage.
public struct Block: Hashable, Sendable {
  /// Stage number, from 1.
  public let stage: Int
  /// Number within the stage, from 1.
  public let number: Int
  /// Its layers.
  public let layers: Range<Int>
  /// The layer whose output is the block's.
  public let output: Int
  /// Whether its input is added to its output.
  public let hasSkip: Bool

  /// The block as commands name it: `stage4.block2`.
  public var name: String { "stage\(stage).block\(number)" }
}
