/// Builds a mobile network stage by stage from its table; tensor names are timm's.
struct MobileBuilder: VariantBuilder {
  let design: MobileDesign
  let scaling: SizeMultipliers
  let options: NetworkOptions
  var builder = NetworkBuilder()
  /// Extent of the next convolution's input for an image of the variant's own resolution.
  private var side = 0
  /// Number of finished blocks.
  private var blockCount = 0

  init(design: MobileDesign, scaling: SizeMultipliers, options: NetworkOptions) {
    self.design = design
    self.scaling = scaling
    self.options = options
  }

  mutating func network(for variant: Variant, classes: Int) -> Network {
    side = variant.resolution
    var tensor = convolution(
      "conv_stem", "bn1", Layer.image, Filters(design.stem(scaling), 3, stride: 2))
    builder.endStage(title: "Conv3x3", kernel: 3, stride: 2, repeats: 1, output: tensor)
    for index in design.stages.indices {
      let isLast = index == design.stages.count - 1 && design.headChannels == 0
      tensor = stage(index, from: tensor, closes: !isLast)
    }
    if design.headChannels > 0 {
      tensor = convolution("conv_head", "bn2", tensor, Filters(design.head(scaling), 1))
    }
    builder.classify(tensor, name: "classifier", classes: classes)
    endLastStage(output: tensor)
    return builder.network(for: variant, classes: classes)
  }

  /// Closes the last stage: the head, or the last blocks if there is no head convolution.
  private mutating func endLastStage(output: Int) {
    guard design.headChannels == 0, let row = design.stages.last else {
      builder.endStage(
        title: "Conv1x1 & Pooling & FC", kernel: 1, stride: 1, repeats: 1, output: output)
      return
    }
    builder.endStage(
      title: row.title + " & Pooling & FC", kernel: row.kernel, stride: row.stride,
      repeats: design.repeats(ofStage: design.stages.count - 1, scaling), output: output)
  }

  private mutating func stage(_ index: Int, from input: Int, closes: Bool) -> Int {
    let row = design.stages[index]
    let repeats = design.repeats(ofStage: index, scaling)
    var tensor = input
    for number in 0..<repeats {
      builder.beginBlock()
      let block = MobileBlock(
        path: "blocks.\(index).\(number)", row: row, input: tensor,
        channels: design.rounded(row.channels, scaling), stride: number == 0 ? row.stride : 1)
      let result = output(of: block)
      builder.endBlock(output: result.tensor, hasSkip: result.hasSkip)
      blockCount += 1
      tensor = result.tensor
    }
    if closes {
      builder.endStage(
        title: row.title, kernel: row.kernel, stride: row.stride, repeats: repeats, output: tensor)
    }
    return tensor
  }

  private mutating func output(of block: MobileBlock) -> (tensor: Int, hasSkip: Bool) {
    let transformed =
      switch block.row.block {
      case .separable(let isActivated): separable(block, isProjectionActivated: isActivated)
      case .invertedBottleneck where block.row.expansion == 1:
        separable(block, isProjectionActivated: false)
      case .invertedBottleneck: invertedBottleneck(block)
      case .fusedBottleneck: fusedBottleneck(block)
      case .convolution:
        convolution(
          block.path + ".conv", block.path + ".bn1", block.input,
          Filters(block.channels, block.row.kernel, stride: block.stride), point: .project)
      }
    let hasSkip =
      block.row.allowsSkip && block.stride == 1
      && builder.channels(of: block.input) == block.channels
    guard hasSkip else { return (transformed, false) }
    return (
      builder.append(.add(.identity), reading: [transformed, block.input], point: .output), true
    )
  }

  /// expand 1×1 → depthwise k×k → squeeze-excite → project 1×1.
  private mutating func invertedBottleneck(_ block: MobileBlock) -> Int {
    let expanded = convolution(
      block.path + ".conv_pw", block.path + ".bn1", block.input,
      Filters(builder.channels(of: block.input) * block.row.expansion, 1), point: .expand)
    let filtered = depthwise(block, expanded, normalization: ".bn2")
    return project(block, filtered, names: (".conv_pwl", ".bn3"), isActivated: false)
  }

  /// depthwise k×k → squeeze-excite → pointwise; timm calls the projection `conv_pw` here.
  private mutating func separable(_ block: MobileBlock, isProjectionActivated: Bool) -> Int {
    let filtered = depthwise(block, block.input, normalization: ".bn1")
    return project(
      block, filtered, names: (".conv_pw", ".bn2"), isActivated: isProjectionActivated)
  }

  /// expand k×k → project 1×1.
  private mutating func fusedBottleneck(_ block: MobileBlock) -> Int {
    let hidden = builder.channels(of: block.input) * block.row.expansion
    let expanded = convolution(
      block.path + ".conv_exp", block.path + ".bn1", block.input,
      Filters(hidden, block.row.kernel, stride: block.stride), point: .expand)
    return project(block, expanded, names: (".conv_pwl", ".bn2"), isActivated: false)
  }

  private mutating func depthwise(_ block: MobileBlock, _ input: Int, normalization: String) -> Int
  {
    let channels = builder.channels(of: input)
    let filtered = convolution(
      block.path + ".conv_dw", block.path + normalization, input,
      Filters(channels, block.row.kernel, stride: block.stride, groups: channels),
      point: .depthwise)
    guard block.row.hasGate else { return filtered }
    // The ratio applies to the block's input channels, not to the expanded ones.
    return builder.squeezeExcite(
      filtered, reduced: max(1, builder.channels(of: block.input) / 4),
      activation: design.activation,
      names: (block.path + ".se.conv_reduce", block.path + ".se.conv_expand"))
  }

  private mutating func project(
    _ block: MobileBlock, _ input: Int, names: (weight: String, normalization: String),
    isActivated: Bool
  ) -> Int {
    convolution(
      block.path + names.weight, block.path + names.normalization, input,
      Filters(block.channels, 1, activation: isActivated ? design.activation : .identity),
      point: .project)
  }

  /// Adds a convolution with the padding rule and epsilon of the options.
  ///
  /// The activation `.relu` of `filters` is replaced by the design's activation.
  private mutating func convolution(
    _ weight: String, _ normalization: String, _ input: Int, _ filters: Filters,
    point: TensorPoint? = nil
  ) -> Int {
    var filters = filters
    if filters.activation == .relu { filters.activation = design.activation }
    filters.padding =
      filters.kernel == Window(1)
      ? .none
      : options.padding.padding(
        for: filters.kernel, stride: filters.stride, nativeSide: side,
        block: point == nil ? nil : blockCount)
    side = (side + filters.stride - 1) / filters.stride
    return builder.convolve(
      input, filters,
      .normalized(weight, normalization, epsilon: options.batchNormEpsilon),
      suffix: point?.rawValue, point: point)
  }
}

/// One block to build: its tensor path, row, input layer, output channels and stride.
private struct MobileBlock {
  let path: String
  let row: MobileStage
  let input, channels, stride: Int
}
