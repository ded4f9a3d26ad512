/// The table of a densely connected network.
package struct DenseDesign: Hashable, Sendable {
  /// Number of layers in each of the four dense blocks.
  package var repeats: [Int]
  /// Number of channels that one layer adds (k, the growth rate).
  package var growth = 32
}

extension Variant {
  /// DenseNets with k = 32 (Huang and others 2017, Table 1).
  static let denseNets: [Variant] = [
    dense(121, [6, 12, 24, 16]), dense(169, [6, 12, 32, 32]), dense(201, [6, 12, 48, 32]),
    dense(264, [6, 12, 64, 48]),
  ]

  private static func dense(_ depth: Int, _ repeats: [Int]) -> Variant {
    Variant(
      name: "densenet-\(depth)", title: "DenseNet-\(depth)", family: .denseNet,
      design: .dense(DenseDesign(repeats: repeats)), resolution: 224)
  }
}

/// Builds DenseNet-BC; tensor names are timm's: `features.denseblock1.denselayer1.conv1`.
struct DenseBuilder: VariantBuilder {
  let design: DenseDesign
  var builder = NetworkBuilder()
  let epsilon = 1e-5

  mutating func network(for variant: Variant, classes: Int) -> Network {
    var tensor = stem()
    for (index, repeats) in design.repeats.enumerated() {
      for number in 0..<repeats { tensor = layer(index, number, from: tensor) }
      let isLast = index == design.repeats.count - 1
      tensor = isLast ? normalized(tensor, "features.norm5") : transition(index, from: tensor)
      if isLast { builder.classify(tensor, name: "classifier", classes: classes) }
      builder.endStage(
        title: isLast ? "Dense, k3x3 & Pooling & FC" : "Dense, k3x3 & Transition", kernel: 3,
        stride: isLast ? 1 : 2, repeats: repeats, output: tensor)
    }
    return builder.network(for: variant, classes: classes)
  }

  private mutating func stem() -> Int {
    let stem = builder.convolve(
      Layer.image, Filters(2 * design.growth, 7, stride: 2),
      .normalized("features.conv0", "features.norm0", epsilon: epsilon), suffix: "conv0")
    let pooled = builder.maxPool(stem, padding: .symmetric(Window(3)), suffix: "pool0")
    builder.endStage(title: "Conv7x7 & MaxPool", kernel: 7, stride: 4, repeats: 1, output: pooled)
    return pooled
  }

  /// norm → 1×1 → norm → 3×3, concatenated with its input.
  private mutating func layer(_ block: Int, _ number: Int, from input: Int) -> Int {
    builder.beginBlock()
    let path = "features.denseblock\(block + 1).denselayer\(number + 1)."
    let activated = normalized(input, path + "norm1")
    let reduced = builder.convolve(
      activated, Filters(4 * design.growth),
      .normalized(path + "conv1", path + "norm2", epsilon: epsilon), suffix: "conv1")
    let added = builder.convolve(
      reduced, Filters(design.growth, 3, activation: .identity), .bare(path + "conv2"),
      suffix: "conv2")
    let joined = builder.append(.concatenate, reading: [input, added], point: .output)
    builder.endBlock(output: joined, hasSkip: true)
    return joined
  }

  /// norm → 1×1 to half the channels → 2×2 average pooling.
  private mutating func transition(_ block: Int, from input: Int) -> Int {
    let path = "features.transition\(block + 1)."
    let activated = normalized(input, path + "norm")
    let halved = builder.convolve(
      activated, Filters(builder.channels(of: input) / 2, 1, activation: .identity),
      .bare(path + "conv"), suffix: "transition")
    return builder.append(
      .averagePool(Pooling(kernel: Window(2), stride: Window(2))), reading: [halved], suffix: "pool"
    )
  }

  private mutating func normalized(_ input: Int, _ name: String) -> Int {
    builder.append(
      .normalization(
        BatchNormalization(name: name, epsilon: epsilon), channels: builder.channels(of: input),
        activation: .relu),
      reading: [input], suffix: String(name.split(separator: ".").last ?? ""))
  }
}
