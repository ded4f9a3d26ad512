/// The table of a ShuffleNetV2: output channels of its three stages and of its head.
package struct ShuffleDesign: Hashable, Sendable {
  /// Numbers of output channels of stages 2 to 4.
  package var channels: [Int]
  /// Number of output channels of the last convolution.
  package var headChannels: Int
}

extension Variant {
  /// ShuffleNetV2 (Ma and others 2018, Table 5); the bare name is the 1.0× member.
  static let shuffleNets: [Variant] = [
    shuffle("-x0.5", [48, 96, 192], 1024), shuffle("", [116, 232, 464], 1024),
    shuffle("-x1.5", [176, 352, 704], 1024), shuffle("-x2.0", [244, 488, 976], 2048),
  ]

  private static func shuffle(_ suffix: String, _ channels: [Int], _ head: Int) -> Variant {
    Variant(
      name: "shufflenet-v2" + suffix,
      title: "ShuffleNetV2 " + (suffix.isEmpty ? "1.0x" : suffix.dropFirst(2) + "x"),
      family: .shuffleNetV2,
      design: .shuffle(ShuffleDesign(channels: channels, headChannels: head)),
      resolution: 224)
  }
}

/// Builds ShuffleNetV2; tensor names are torchvision's: `stage2.0.branch2.0`.
struct ShuffleBuilder: VariantBuilder {
  let design: ShuffleDesign
  var builder = NetworkBuilder()

  mutating func network(for variant: Variant, classes: Int) -> Network {
    let stem = convolve(Layer.image, Filters(24, 3, stride: 2), "conv1", 0, suffix: "conv1")
    var tensor = builder.maxPool(stem, padding: .symmetric(Window(3)), suffix: "maxpool")
    builder.endStage(title: "Conv3x3 & MaxPool", kernel: 3, stride: 4, repeats: 1, output: tensor)
    for (index, repeats) in [4, 8, 4].enumerated() {
      for number in 0..<repeats {
        let path = "stage\(index + 2).\(number)."
        tensor = unit(path, from: tensor, half: design.channels[index] / 2, reduces: number == 0)
      }
      builder.endStage(
        title: "Shuffle unit, k3x3", kernel: 3, stride: 2, repeats: repeats, output: tensor)
    }
    let head = convolve(tensor, Filters(design.headChannels), "conv5", 0, suffix: nil)
    builder.classify(head, name: "fc", classes: classes)
    builder.endStage(
      title: "Conv1x1 & Pooling & FC", kernel: 1, stride: 1, repeats: 1, output: head)
    return builder.network(for: variant, classes: classes)
  }

  /// Transforms half of the channels and shuffles all; if it `reduces`, all, with stride 2.
  private mutating func unit(_ path: String, from input: Int, half: Int, reduces: Bool) -> Int {
    builder.beginBlock()
    let stride = reduces ? 2 : 1
    let bypass: Int
    let transformed: Int
    if reduces {
      let channels = builder.channels(of: input)
      let filtered = convolve(
        input, Filters(channels, 3, stride: 2, groups: channels, activation: .identity),
        path + "branch1", 0, suffix: "branch1.depthwise")
      bypass = convolve(filtered, Filters(half), path + "branch1", 2, suffix: "branch1.project")
      transformed = input
    } else {
      bypass = builder.append(.slice(0..<half), reading: [input], suffix: "bypass")
      transformed = builder.append(.slice(half..<2 * half), reading: [input], suffix: "worked")
    }
    let expanded = convolve(
      transformed, Filters(half), path + "branch2", 0, suffix: "branch2.expand", point: .expand)
    let filtered = convolve(
      expanded, Filters(half, 3, stride: stride, groups: half, activation: .identity),
      path + "branch2", 3, suffix: "branch2.depthwise", point: .depthwise)
    let projected = convolve(
      filtered, Filters(half), path + "branch2", 5, suffix: "branch2.project", point: .project)
    let joined = builder.append(.concatenate, reading: [bypass, projected], suffix: "joined")
    let output = builder.append(.channelShuffle(groups: 2), reading: [joined], point: .output)
    builder.endBlock(output: output, hasSkip: !reduces)
    return output
  }

  /// Adds a convolution `path.index` with batch norm `path.(index + 1)`.
  private mutating func convolve(
    _ input: Int, _ filters: Filters, _ path: String, _ index: Int, suffix: String?,
    point: TensorPoint? = nil
  ) -> Int {
    builder.convolve(
      input, filters, .normalized("\(path).\(index)", "\(path).\(index + 1)", epsilon: 1e-5),
      suffix: point?.rawValue ?? suffix, point: point)
  }
}
