/// Builds Inception-ResNet-v2; tensor names are timm's: `repeat.0.branch1.1.conv`.
struct InceptionResNetBuilder: VariantBuilder {
  var builder = NetworkBuilder()

  mutating func network(for variant: Variant, classes: Int) -> Network {
    var tensor = builder.inceptionStem([
      "conv2d_1a", "conv2d_2a", "conv2d_2b", "maxpool_3a", "conv2d_3b", "conv2d_4a", "maxpool_5a",
    ])
    tensor = builder.module("mixed_5b", naming: .sequential, from: tensor, Self.mixed5b)
    for number in 0..<10 {
      tensor = residual("repeat.\(number)", Self.block35, gain: 0.17, from: tensor)
    }
    builder.endStage(title: "Inception-ResNet A", kernel: 5, stride: 1, repeats: 11, output: tensor)
    tensor = builder.module("mixed_6a", naming: .sequential, from: tensor, Self.mixed6a)
    for number in 0..<20 {
      tensor = residual("repeat_1.\(number)", Self.block17, gain: 0.1, from: tensor)
    }
    builder.endStage(title: "Inception-ResNet B", kernel: 7, stride: 2, repeats: 21, output: tensor)
    tensor = builder.module("mixed_7a", naming: .sequential, from: tensor, Self.mixed7a)
    for number in 0..<9 {
      tensor = residual("repeat_2.\(number)", Self.block8, gain: 0.2, from: tensor)
    }
    tensor = residual("block8", Self.block8, gain: 1, activation: .identity, from: tensor)
    builder.endStage(title: "Inception-ResNet C", kernel: 3, stride: 2, repeats: 11, output: tensor)
    let head = builder.inceptionConvolve(tensor, Filters(1536), module: nil, name: "conv2d_7b")
    builder.classify(head, name: "classif", classes: classes)
    builder.endStage(
      title: "Conv1x1 & Pooling & FC", kernel: 1, stride: 1, repeats: 1, output: head)
    return builder.network(for: variant, classes: classes)
  }

  /// Adds branches, a 1×1 convolution to the input's channels scaled by `gain`, and the sum.
  private mutating func residual(
    _ path: String, _ branches: [Branch], gain: Double, activation: Activation = .relu,
    from input: Int
  ) -> Int {
    builder.beginBlock()
    let ends = branches.map { builder.branch($0, in: path, naming: .sequential, from: input) }
    let joined = builder.append(.concatenate, reading: ends, suffix: "joined")
    let projection = Convolution(
      name: path + ".conv2d", inputChannels: builder.channels(of: joined),
      outputChannels: builder.channels(of: input), kernel: Window(1), hasBias: true, gain: gain)
    let projected = builder.append(.convolution(projection), reading: [joined], point: .project)
    let output = builder.append(.add(activation), reading: [projected, input], point: .output)
    builder.endBlock(output: output, hasSkip: true)
    return output
  }

  private static let mixed5b = [
    Branch("branch0", .conv(96)), Branch("branch1", .conv(48), .conv(64, 5)),
    Branch("branch2", .conv(64), .conv(96, 3), .conv(96, 3)),
    Branch("branch3", .averagePool(countsPadding: false), .conv(64)),
  ]

  private static let block35 = [
    Branch("branch0", .conv(32)), Branch("branch1", .conv(32), .conv(32, 3)),
    Branch("branch2", .conv(32), .conv(48, 3), .conv(64, 3)),
  ]

  private static let mixed6a = [
    Branch("branch0", .reduce(384)), Branch("branch1", .conv(256), .conv(256, 3), .reduce(384)),
    Branch("branch2", .maxPool),
  ]

  private static let block17 = [
    Branch("branch0", .conv(192)),
    Branch("branch1", .conv(128), .conv(160, 1, 7), .conv(192, 7, 1)),
  ]

  private static let mixed7a = [
    Branch("branch0", .conv(256), .reduce(384)), Branch("branch1", .conv(256), .reduce(288)),
    Branch("branch2", .conv(256), .conv(288, 3), .reduce(320)), Branch("branch3", .maxPool),
  ]

  private static let block8 = [
    Branch("branch0", .conv(192)),
    Branch("branch1", .conv(192), .conv(224, 1, 3), .conv(256, 3, 1)),
  ]
}
