extension Variant {
  /// Xception (Chollet 2017).
  static let xception = Variant(
    name: "xception", title: "Xception", family: .xception, design: .xception, resolution: 299,
    dropout: 0.5)
}

/// Builds Xception; tensor names are timm's `legacy_xception`: `block1.rep.0.conv1`.
struct XceptionBuilder: VariantBuilder {
  var builder = NetworkBuilder()
  let epsilon = 1e-5

  mutating func network(for variant: Variant, classes: Int) -> Network {
    var tensor = builder.convolve(
      Layer.image, Filters(32, 3, stride: 2, padding: Padding.none),
      .normalized("conv1", "bn1", epsilon: epsilon), suffix: "conv1")
    tensor = builder.convolve(
      tensor, Filters(64, 3, padding: Padding.none), .normalized("conv2", "bn2", epsilon: epsilon),
      suffix: "conv2")
    builder.endStage(title: "2 x Conv3x3", kernel: 3, stride: 2, repeats: 1, output: tensor)
    for (index, channels) in [128, 256, 728].enumerated() {
      tensor = block(index + 1, [channels, channels], reduces: true, from: tensor)
    }
    builder.endStage(title: "Entry flow, k3x3", kernel: 3, stride: 8, repeats: 3, output: tensor)
    for number in 4...11 {
      tensor = block(number, [728, 728, 728], reduces: false, from: tensor)
    }
    builder.endStage(title: "Middle flow, k3x3", kernel: 3, stride: 1, repeats: 8, output: tensor)
    tensor = block(12, [728, 1024], reduces: true, from: tensor)
    tensor = separable("conv3", "bn3", 1536, .relu, from: tensor)
    tensor = separable("conv4", "bn4", 2048, .relu, from: tensor)
    builder.classify(tensor, name: "fc", classes: classes)
    builder.endStage(
      title: "Exit flow, k3x3 & Pooling & FC", kernel: 3, stride: 2, repeats: 1, output: tensor)
    return builder.network(for: variant, classes: classes)
  }

  /// Adds ReLU and separable convolutions, and a shortcut; block 1 does not begin with a ReLU.
  private mutating func block(_ number: Int, _ channels: [Int], reduces: Bool, from input: Int)
    -> Int
  {
    builder.beginBlock()
    let startsActivated = number > 1
    var tensor =
      startsActivated
      ? builder.append(.activation(.relu), reading: [input], suffix: "relu") : input
    // timm's sequence repeats ReLU, convolution, batch norm; block 1 has no first ReLU.
    var place = startsActivated ? 1 : 0
    for (index, count) in channels.enumerated() {
      tensor = separable(
        "block\(number).rep.\(place)", "block\(number).rep.\(place + 1)", count,
        index == channels.count - 1 ? .identity : .relu, from: tensor)
      place += 3
    }
    let shortcut = reduces ? reduced(number, &tensor, from: input) : input
    let output = builder.append(.add(.identity), reading: [tensor, shortcut], point: .output)
    builder.endBlock(output: output, hasSkip: true)
    return output
  }

  /// Adds max pooling of stride 2 to `tensor`; returns the shortcut's projection to its shape.
  private mutating func reduced(_ number: Int, _ tensor: inout Int, from input: Int) -> Int {
    let channels = builder.channels(of: tensor)
    tensor = builder.maxPool(tensor, padding: .symmetric(Window(3)), suffix: "pool")
    return builder.convolve(
      input, Filters(channels, 1, stride: 2, activation: .identity),
      .normalized("block\(number).skip", "block\(number).skipbn", epsilon: epsilon),
      suffix: "shortcut")
  }

  /// Adds depthwise 3×3 and pointwise convolutions with one batch norm after both.
  private mutating func separable(
    _ path: String, _ normalization: String, _ channels: Int, _ activation: Activation,
    from input: Int
  ) -> Int {
    let place = String(path.split(separator: ".").last ?? "")
    let count = builder.channels(of: input)
    let filtered = builder.convolve(
      input, Filters(count, 3, groups: count, activation: .identity), .bare(path + ".conv1"),
      suffix: place + ".depthwise")
    return builder.convolve(
      filtered, Filters(channels, 1, activation: activation),
      .normalized(path + ".pointwise", normalization, epsilon: epsilon),
      suffix: place + ".pointwise")
  }
}
