/// Builds a network: layers, blocks and stages are added in execution order.
package struct NetworkBuilder {
  private var layers: [Layer] = []
  private var stages: [Stage] = []
  private var channelCounts: [Int] = []
  private var blocks: [Block] = []
  private var stageStart = 0
  private var blockStart: Int?

  /// Channels of the input.
  private let inputChannels: Int

  package init(inputChannels: Int = 3) { self.inputChannels = inputChannels }

  /// Number of the stage being built, from 1.
  var stageNumber: Int { stages.count + 1 }

  /// Adds a layer and returns its index.
  ///
  /// Unless `name` is given, its name is `stage4.block2` and `suffix`, or `point` without a suffix.
  @discardableResult
  package mutating func append(
    _ operation: Operator, reading inputs: [Int], suffix: String? = nil, name: String? = nil,
    point: TensorPoint? = nil
  ) -> Int {
    var place = "stage\(stageNumber)"
    let blockNumber = blockStart.map { _ in blocks.count + 1 }
    if let blockNumber { place += ".block\(blockNumber)" }
    if let part = suffix ?? point?.rawValue { place += ".\(part)" }
    let index = layers.count
    channelCounts.append(operation.outputChannels(inputs.map { channels(of: $0) }))
    precondition(inputs.allSatisfy { $0 < index }, "\(place) reads a layer that does not exist yet")
    layers.append(
      Layer(
        index: index, name: name ?? place, operation: operation, inputs: inputs,
        stage: stageNumber, block: blockNumber, point: point))
    return index
  }

  /// Number of output channels of `layer`, or of the image.
  package func channels(of layer: Int) -> Int {
    layer == Layer.image ? inputChannels : channelCounts[layer]
  }

  /// Opens a block; the layers added until `endBlock` belong to it.
  package mutating func beginBlock() { blockStart = layers.count }

  /// Closes the open block; `output` is the index of its output layer.
  package mutating func endBlock(output: Int, hasSkip: Bool) {
    guard let start = blockStart else { preconditionFailure("no block is open") }
    blocks.append(
      Block(
        stage: stageNumber, number: blocks.count + 1, layers: start..<layers.count, output: output,
        hasSkip: hasSkip))
    blockStart = nil
  }

  /// Closes the stage; `output` is the index of its output layer.
  package mutating func endStage(
    title: String, kernel: Int, stride: Int, repeats: Int, output: Int
  ) {
    stages.append(
      Stage(
        number: stageNumber, title: title, kernel: kernel, stride: stride, repeats: repeats,
        layers: stageStart..<layers.count, output: output, blocks: blocks))
    blocks = []
    stageStart = layers.count
  }

  package func network(name: String, resolution: Int, classes: Int) -> Network {
    Network(name: name, resolution: resolution, classes: classes, layers: layers, stages: stages)
  }
}
