/// What a checkpoint's dialect and head decide about a network, beyond its variant.
public struct NetworkOptions: Hashable, Sendable {
  /// Outputs of the classifier.
  public var classes: Int
  /// Whose padding convention the weights were trained under.
  public var padding: PaddingRule
  /// Added to every batch norm's variance.
  public var batchNormEpsilon: Double

  /// The paper's own settings unless given otherwise.
  public init(
    classes: Int = 1000, padding: PaddingRule = .same, batchNormEpsilon: Double = 1e-3
  ) {
    self.classes = classes
    self.padding = padding
    self.batchNormEpsilon = batchNormEpsilon
  }
}

extension Variant {
  /// The network of this variant, built from the one stage list under its scaling.
  public func network(_ options: NetworkOptions = NetworkOptions()) -> Network {
    var assembly = EfficientNetAssembly(variant: self, options: options)
    return assembly.network()
  }
}

/// Builds an EfficientNet stage by stage; tensor names are timm's.
private struct EfficientNetAssembly {
  let variant: Variant
  let options: NetworkOptions
  var builder = NetworkBuilder()

  var isLite: Bool { variant.family == .efficientNetLite }
  var activation: Activation { isLite ? .relu6 : .silu }

  mutating func network() -> Network {
    let stemChannels = isLite ? 32 : variant.scaling.roundFilters(32)
    var tensor = convolution(
      "conv_stem", normalization: "bn1", from: Layer.image, channels: (3, stemChannels), kernel: 3,
      stride: 2)
    builder.endStage(title: "Conv3x3", kernel: 3, stride: 2, repeats: 1, output: tensor)

    var channels = stemChannels
    for (index, stage) in MBConvStage.efficientNet.enumerated() {
      tensor = mbConvStage(stage, index: index, from: tensor, inputChannels: channels)
      channels = variant.scaling.roundFilters(stage.channels)
    }

    let headChannels = isLite ? 1280 : variant.scaling.roundFilters(1280)
    let head = convolution(
      "conv_head", normalization: "bn2", from: tensor, channels: (channels, headChannels),
      kernel: 1, stride: 1)
    let pooled = builder.append(.globalAveragePool, reading: [head], name: "pool")
    builder.append(
      .fullyConnected(
        FullyConnected(name: "classifier", inputs: headChannels, outputs: options.classes)),
      reading: [pooled], name: "classifier")
    builder.endStage(
      title: "Conv1x1 & Pooling & FC", kernel: 1, stride: 1, repeats: 1, output: head)
    return builder.network(
      name: variant.name, resolution: variant.resolution, classes: options.classes)
  }

  /// A run of blocks; Lite repeats its first and last stage as in the table, unscaled.
  mutating func mbConvStage(
    _ stage: MBConvStage, index: Int, from input: Int, inputChannels: Int
  ) -> Int {
    let isOuter = index == 0 || index == MBConvStage.efficientNet.count - 1
    let repeats =
      isLite && isOuter ? stage.repeats : variant.scaling.roundRepeats(stage.repeats)
    let outputChannels = variant.scaling.roundFilters(stage.channels)
    var tensor = input
    for block in 0..<repeats {
      tensor = mbConv(
        path: "blocks.\(index).\(block)", stage: stage, from: tensor,
        channels: (block == 0 ? inputChannels : outputChannels, outputChannels),
        stride: block == 0 ? stage.stride : 1)
    }
    builder.endStage(
      title: "MBConv\(stage.expansion), k\(stage.kernel)x\(stage.kernel)", kernel: stage.kernel,
      stride: stage.stride, repeats: repeats, output: tensor)
    return tensor
  }

  /// expand 1×1 → depthwise k×k → squeeze-excite → project 1×1 → residual sum.
  mutating func mbConv(
    path: String, stage: MBConvStage, from input: Int, channels: (input: Int, output: Int),
    stride: Int
  ) -> Int {
    builder.beginBlock()
    let hidden = channels.input * stage.expansion
    let hasExpansion = stage.expansion != 1
    var tensor = input
    if hasExpansion {
      tensor = convolution(
        path + ".conv_pw", normalization: path + ".bn1", from: tensor,
        channels: (channels.input, hidden), kernel: 1, stride: 1, point: .expand)
    }
    tensor = convolution(
      path + ".conv_dw", normalization: path + (hasExpansion ? ".bn2" : ".bn1"), from: tensor,
      channels: (hidden, hidden), kernel: stage.kernel, stride: stride, isDepthwise: true,
      point: .depthwise)
    if !isLite { tensor = squeezeExcite(path, tensor, hidden, max(1, channels.input / 4)) }
    // timm calls the projection of an unexpanded block `conv_pw`, since nothing else takes the name.
    let projected = convolution(
      path + (hasExpansion ? ".conv_pwl" : ".conv_pw"),
      normalization: path + (hasExpansion ? ".bn3" : ".bn2"), from: tensor,
      channels: (hidden, channels.output), kernel: 1, stride: 1, point: .project,
      activation: .identity)
    let hasSkip = stride == 1 && channels.input == channels.output
    let output =
      hasSkip
      ? builder.append(.add(.identity), reading: [projected, input], point: .output) : projected
    builder.endBlock(output: output, hasSkip: hasSkip)
    return output
  }

  /// Squeeze-excite: pool, reduce, expand, gate; the ratio is of the block's input channels.
  mutating func squeezeExcite(_ path: String, _ tensor: Int, _ channels: Int, _ reduced: Int) -> Int
  {
    let pooled = builder.append(.globalAveragePool, reading: [tensor], suffix: "squeeze")
    let reduce = builder.append(
      .convolution(
        Convolution(
          name: path + ".se.conv_reduce", inputChannels: channels, outputChannels: reduced,
          kernel: Window(1), hasBias: true, activation: activation)),
      reading: [pooled], suffix: "reduce")
    let gate = builder.append(
      .convolution(
        Convolution(
          name: path + ".se.conv_expand", inputChannels: reduced, outputChannels: channels,
          kernel: Window(1), hasBias: true, activation: .sigmoid)),
      reading: [reduce], point: .gate)
    return builder.append(.scale, reading: [tensor, gate], point: .gated)
  }

  mutating func convolution(
    _ name: String, normalization: String, from input: Int, channels: (input: Int, output: Int),
    kernel: Int, stride: Int, isDepthwise: Bool = false, point: TensorPoint? = nil,
    activation: Activation? = nil
  ) -> Int {
    let window = Window(kernel)
    return builder.append(
      .convolution(
        Convolution(
          name: name, inputChannels: channels.input, outputChannels: channels.output,
          kernel: window, stride: Window(stride), groups: isDepthwise ? channels.input : 1,
          padding: kernel == 1 ? .none : options.padding.padding(for: window),
          normalization: BatchNormalization(
            name: normalization, epsilon: options.batchNormEpsilon),
          activation: activation ?? self.activation)),
      reading: [input], point: point)
  }
}
