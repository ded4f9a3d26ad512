/// Builds ResNet (He and others 2016), ResNeXt and SENet-154.
///
/// The 3×3 convolution of a block has the stride. Tensor names are timm's: `layer2.0.conv1`,
/// `layer2.0.downsample.0`, `fc`.
struct ResidualBuilder: VariantBuilder {
  let design: ResidualDesign
  let scaling: SizeMultipliers
  var builder = NetworkBuilder()

  mutating func network(for variant: Variant, classes: Int) -> Network {
    var tensor = design.isSENet ? seNetStem() : resNetStem()
    for index in design.repeats.indices {
      let repeats = scaling.roundRepeats(design.repeats[index])
      for number in 0..<repeats {
        tensor = block(index, number, from: tensor)
      }
      let isLast = index == design.repeats.count - 1
      if isLast {
        builder.classify(tensor, name: design.isSENet ? "last_linear" : "fc", classes: classes)
      }
      builder.endStage(
        title: (design.isSENet ? "SE-bottleneck" : "Bottleneck") + ", k3x3"
          + (isLast ? " & Pooling & FC" : ""),
        kernel: 3, stride: index == 0 ? 1 : 2, repeats: repeats, output: tensor)
    }
    return builder.network(for: variant, classes: classes)
  }

  private mutating func resNetStem() -> Int {
    let stem = convolve(
      Layer.image, Filters(scaling.roundFilters(64), 7, stride: 2), "conv1", "bn1")
    let pooled = builder.maxPool(stem, padding: .symmetric(Window(3)), suffix: "maxpool")
    builder.endStage(title: "Conv7x7 & MaxPool", kernel: 7, stride: 4, repeats: 1, output: pooled)
    return pooled
  }

  private mutating func seNetStem() -> Int {
    var tensor = Layer.image
    for (index, channels) in [64, 64, 128].enumerated() {
      tensor = convolve(
        tensor, Filters(channels, 3, stride: index == 0 ? 2 : 1), "layer0.conv\(index + 1)",
        "layer0.bn\(index + 1)")
    }
    let pooled = builder.maxPool(tensor, roundsUp: true, suffix: "maxpool")
    builder.endStage(
      title: "3 x Conv3x3 & MaxPool", kernel: 3, stride: 4, repeats: 1, output: pooled)
    return pooled
  }

  /// reduce 1×1 → 3×3 → expand 1×1 → (gate) → residual sum → ReLU.
  private mutating func block(_ stage: Int, _ number: Int, from input: Int) -> Int {
    builder.beginBlock()
    let path = "layer\(stage + 1).\(number)."
    let stride = number == 0 && stage > 0 ? 2 : 1
    let output = scaling.roundFilters(256 << stage)
    var tensor = convolve(
      input, Filters(scaling.roundFilters(design.reduced << stage)), path + "conv1", path + "bn1")
    tensor = convolve(
      tensor,
      Filters(
        scaling.roundFilters(design.middle << stage), 3, stride: stride, groups: design.groups),
      path + "conv2", path + "bn2")
    tensor = convolve(
      tensor, Filters(output, 1, activation: .identity), path + "conv3", path + "bn3")
    if design.isSENet {
      tensor = builder.squeezeExcite(
        tensor, reduced: output / 16, activation: .relu,
        names: (path + "se_module.fc1", path + "se_module.fc2"))
    }
    let shortcut = shortcut(path, from: input, channels: output, stage: stage, stride: stride)
    let sum = builder.append(.add(.relu), reading: [tensor, shortcut], point: .output)
    builder.endBlock(output: sum, hasSkip: true)
    return sum
  }

  /// The block's input, projected where its shape changes.
  private mutating func shortcut(
    _ path: String, from input: Int, channels: Int, stage: Int, stride: Int
  ) -> Int {
    guard stride != 1 || builder.channels(of: input) != channels else { return input }
    let side = design.isSENet && stage > 0 ? 3 : 1
    return convolve(
      input, Filters(channels, side, stride: stride, activation: .identity),
      path + "downsample.0", path + "downsample.1")
  }

  private mutating func convolve(
    _ input: Int, _ filters: Filters, _ weight: String, _ normalization: String
  ) -> Int {
    let suffix =
      weight.hasSuffix("downsample.0")
      ? "shortcut" : String(weight.split(separator: ".").last ?? "")
    return builder.convolve(
      input, filters, .normalized(weight, normalization, epsilon: 1e-5), suffix: suffix)
  }
}
