extension Network {
  /// The output shape of every layer for an input of `height` × `width`.
  public func shapes(height: Int, width: Int) -> [FeatureShape] {
    let image = FeatureShape(channels: inputChannels, height: height, width: width)
    var shapes: [FeatureShape] = []
    shapes.reserveCapacity(layers.count)
    for layer in layers {
      let inputs = layer.inputs.map { $0 == Layer.image ? image : shapes[$0] }
      shapes.append(layer.operation.outputShape(inputs))
    }
    return shapes
  }

  /// Channels of the image: 3 for every network here.
  public var inputChannels: Int {
    if case .convolution(let stem) = layers[0].operation { return stem.inputChannels }
    return 3
  }

  /// Shape of the first input of `layer`.
  public func inputShape(of layer: Int, in shapes: [FeatureShape], height: Int, width: Int)
    -> FeatureShape
  {
    let input = layers[layer].inputs[0]
    return input == Layer.image
      ? FeatureShape(channels: inputChannels, height: height, width: width) : shapes[input]
  }
}

extension Operator {
  /// Shape of the output, from the shapes of the inputs.
  public func outputShape(_ inputs: [FeatureShape]) -> FeatureShape {
    let input = inputs[0]
    switch self {
    case .convolution(let convolution):
      precondition(
        input.channels == convolution.inputChannels,
        "'\(convolution.name)' reads \(convolution.inputChannels) channels, not \(input.channels)")
      return FeatureShape(
        channels: convolution.outputChannels,
        height: convolution.outputExtent(input.height, isVertical: true),
        width: convolution.outputExtent(input.width, isVertical: false))
    case .fullyConnected(let connected):
      return FeatureShape(channels: connected.outputs, height: 1, width: 1)
    case .normalization, .activation, .scale, .add, .channelShuffle, .vector:
      return input
    case .globalPool(let pooling):
      return FeatureShape(channels: pooling.outputs(input.channels), height: 1, width: 1)
    case .globalAveragePool:
      return FeatureShape(channels: input.channels, height: 1, width: 1)
    case .maxPool(let pooling), .averagePool(let pooling):
      return FeatureShape(
        channels: input.channels,
        height: pooling.outputExtent(input.height, isVertical: true),
        width: pooling.outputExtent(input.width, isVertical: false))
    case .concatenate:
      return FeatureShape(
        channels: inputs.reduce(0) { $0 + $1.channels }, height: input.height, width: input.width)
    case .slice(let range):
      return FeatureShape(channels: range.count, height: input.height, width: input.width)
    case .crop(let top, let left, let bottom, let right):
      return FeatureShape(
        channels: input.channels, height: input.height - top - bottom,
        width: input.width - left - right)
    }
  }
}

extension Operator {
  /// Number of output channels, from those of the inputs.
  func outputChannels(_ inputs: [Int]) -> Int {
    switch self {
    case .convolution(let convolution): convolution.outputChannels
    case .fullyConnected(let connected): connected.outputs
    case .concatenate: inputs.reduce(0, +)
    case .slice(let range): range.count
    case .globalPool(let pooling): pooling.outputs(inputs[0])
    case .normalization, .activation, .scale, .add, .channelShuffle, .globalAveragePool, .maxPool,
      .averagePool, .crop, .vector:
      inputs[0]
    }
  }
}

extension Convolution {
  /// Zeros before and after one axis of `extent` elements.
  public func paddingAmounts(_ extent: Int, isVertical: Bool) -> (before: Int, after: Int) {
    padding.amounts(
      extent: extent, kernel: isVertical ? kernel.height : kernel.width,
      stride: isVertical ? stride.height : stride.width, isVertical: isVertical)
  }

  func outputExtent(_ extent: Int, isVertical: Bool) -> Int {
    let (before, after) = paddingAmounts(extent, isVertical: isVertical)
    let kernel = isVertical ? self.kernel.height : self.kernel.width
    let stride = isVertical ? self.stride.height : self.stride.width
    return max(0, (extent + before + after - kernel) / stride + 1)
  }
}

extension Pooling {
  /// Padding before and after one axis of `extent` elements.
  public func paddingAmounts(_ extent: Int, isVertical: Bool) -> (before: Int, after: Int) {
    padding.amounts(
      extent: extent, kernel: isVertical ? kernel.height : kernel.width,
      stride: isVertical ? stride.height : stride.width, isVertical: isVertical)
  }

  func outputExtent(_ extent: Int, isVertical: Bool) -> Int {
    let (before, after) = paddingAmounts(extent, isVertical: isVertical)
    let kernel = isVertical ? self.kernel.height : self.kernel.width
    let stride = isVertical ? self.stride.height : self.stride.width
    let steps = extent + before + after - kernel
    var output = (roundsUp ? (steps + stride - 1) / stride : steps / stride) + 1
    // A window must start inside the input or its left padding (PyTorch's rule).
    if roundsUp, (output - 1) * stride >= extent + before { output -= 1 }
    return max(0, output)
  }
}
