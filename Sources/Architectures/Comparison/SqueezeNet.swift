/// The table of a SqueezeNet: its stem, fire modules and max poolings.
package struct SqueezeDesign: Hashable, Sendable {
  var stem: Filters
  /// Fire modules in order; nil is a max pooling.
  package var fires: [Fire?]

  package struct Fire: Hashable, Sendable {
    /// Output channels of the squeezing 1×1 convolution.
    package var squeezed: Int
    /// Output channels of each of the two expanding convolutions, 1×1 and 3×3.
    package var expanded: Int
  }

  /// SqueezeNet 1.0 (Iandola and others 2016, Table 1).
  static let version10 = SqueezeDesign(
    stem: Filters(96, 7, stride: 2, padding: Padding.none),
    fires: [nil, fire(16, 64), fire(16, 64), fire(32, 128), nil]
      + [fire(32, 128), fire(48, 192), fire(48, 192), fire(64, 256), nil, fire(64, 256)])

  /// SqueezeNet 1.1: earlier poolings, 2.4 times fewer multiply-adds than 1.0.
  static let version11 = SqueezeDesign(
    stem: Filters(64, 3, stride: 2, padding: Padding.none),
    fires: [nil, fire(16, 64), fire(16, 64), nil, fire(32, 128), fire(32, 128), nil]
      + [fire(48, 192), fire(48, 192), fire(64, 256), fire(64, 256)])

  private static func fire(_ squeezed: Int, _ expanded: Int) -> Fire {
    Fire(squeezed: squeezed, expanded: expanded)
  }
}

extension Variant {
  static let squeezeNets: [Variant] = [
    Variant(
      name: "squeezenet-1.0", title: "SqueezeNet 1.0", family: .squeezeNet,
      design: .squeeze(.version10), resolution: 224, dropout: 0.5),
    Variant(
      name: "squeezenet-1.1", title: "SqueezeNet 1.1", family: .squeezeNet,
      design: .squeeze(.version11), resolution: 224, dropout: 0.5),
  ]
}

/// Builds SqueezeNet; tensor names are torchvision's: `features.3.squeeze`.
///
/// It has no fully connected layer: its last convolution has one channel per class, and a logit is
/// the mean of its channel, so a class's activation map is that channel.
struct SqueezeBuilder: VariantBuilder {
  let design: SqueezeDesign
  var builder = NetworkBuilder()

  mutating func network(for variant: Variant, classes: Int) -> Network {
    var tensor = builder.convolve(
      Layer.image, design.stem, .biased("features.0"), suffix: "conv")
    var fires = 0
    // In torchvision's sequence 0 is the stem and 1 its activation.
    for (place, fire) in zip(2..., design.fires) {
      if let fire {
        tensor = module("features.\(place)", fire, from: tensor)
        fires += 1
      } else {
        tensor = builder.maxPool(tensor, roundsUp: true, suffix: "pool")
        endStage(fires: fires, pools: true, output: tensor)
        fires = 0
      }
    }
    if fires > 0 { endStage(fires: fires, pools: false, output: tensor) }
    let map = builder.convolve(tensor, Filters(classes), .biased("classifier.1"), suffix: nil)
    builder.append(.globalAveragePool, reading: [map], name: "classifier")
    builder.endStage(title: "Conv1x1 & Pooling", kernel: 1, stride: 1, repeats: 1, output: map)
    return builder.network(for: variant, classes: classes)
  }

  private mutating func endStage(fires: Int, pools: Bool, output: Int) {
    let isStem = builder.stageNumber == 1
    let side = design.stem.kernel.height
    builder.endStage(
      title: isStem
        ? "Conv\(side)x\(side) & MaxPool" : pools ? "Fire, k3x3 & MaxPool" : "Fire, k3x3",
      kernel: isStem ? side : 3,
      stride: isStem ? 4 : pools ? 2 : 1, repeats: max(fires, 1), output: output)
  }

  /// squeeze 1×1 → expand 1×1 and expand 3×3, concatenated.
  private mutating func module(_ path: String, _ fire: SqueezeDesign.Fire, from input: Int) -> Int {
    builder.beginBlock()
    let squeezed = builder.convolve(
      input, Filters(fire.squeezed), .biased(path + ".squeeze"), suffix: "squeeze")
    let pointwise = builder.convolve(
      squeezed, Filters(fire.expanded), .biased(path + ".expand1x1"), suffix: "expand1x1")
    let spatial = builder.convolve(
      squeezed, Filters(fire.expanded, 3), .biased(path + ".expand3x3"), suffix: "expand3x3")
    let output = builder.append(.concatenate, reading: [pointwise, spatial], point: .output)
    builder.endBlock(output: output, hasSkip: false)
    return output
  }
}
