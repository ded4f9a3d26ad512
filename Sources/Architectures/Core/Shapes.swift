extension Network {
  package func shapes(height: Int, width: Int) -> [FeatureShape] {
    let image = FeatureShape(channels: inputChannels, height: height, width: width)
    var shapes: [FeatureShape] = []
    for layer in layers {
      let inputs = layer.inputs.map { $0 == Layer.image ? image : shapes[$0] }
      shapes.append(layer.operation.outputShape(inputs))
    }
    return shapes
  }

  /// Channels of the image: 3 for every network here.
  package var inputChannels: Int {
    if case .convolution(let stem) = layers[0].operation { return stem.inputChannels }
    return 3
  }

  package func inputShape(of layer: Int, in shapes: [FeatureShape], height: Int, width: Int)
    -> FeatureShape
  {
    let input = layers[layer].inputs[0]
    return input == Layer.image
      ? FeatureShape(channels: inputChannels, height: height, width: width) : shapes[input]
  }
}

extension Operator {
  package func outputShape(_ inputs: [FeatureShape]) -> FeatureShape {
    let input = inputs[0]
    switch self {
    case .convolution(let convolution):
      precondition(
        input.channels == convolution.inputChannels,
        "'\(convolution.name)' reads \(convolution.inputChannels) channels, not \(input.channels)")
      return convolution.outputShape(of: input, channels: convolution.outputChannels)
    case .fullyConnected(let connected):
      return FeatureShape(channels: connected.outputs, height: 1, width: 1)
    case .normalization, .activation, .scale, .add, .channelShuffle, .vector:
      return input
    case .globalPool(let pooling):
      return FeatureShape(channels: pooling.outputs(input.channels), height: 1, width: 1)
    case .globalAveragePool:
      return FeatureShape(channels: input.channels, height: 1, width: 1)
    case .maxPool(let pooling), .averagePool(let pooling):
      return pooling.outputShape(of: input, channels: input.channels)
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

/// An operator whose kernel slides over rows and columns: a convolution or a pooling.
package protocol SlidingWindow {
  var kernel: Window { get }
  var stride: Window { get }
  var padding: Padding { get }
  /// Whether an incomplete last window gives an output (PyTorch's ceil_mode).
  var roundsUp: Bool { get }
}

extension SlidingWindow {
  /// Zeros before and after one axis of `extent` elements.
  package func paddingAmounts(_ extent: Int, isVertical: Bool) -> (before: Int, after: Int) {
    padding.amounts(
      extent: extent, kernel: isVertical ? kernel.height : kernel.width,
      stride: isVertical ? stride.height : stride.width, isVertical: isVertical)
  }

  func outputShape(of input: FeatureShape, channels: Int) -> FeatureShape {
    FeatureShape(
      channels: channels, height: outputExtent(input.height, isVertical: true),
      width: outputExtent(input.width, isVertical: false))
  }

  private func outputExtent(_ extent: Int, isVertical: Bool) -> Int {
    let (before, after) = paddingAmounts(extent, isVertical: isVertical)
    let stride = isVertical ? self.stride.height : self.stride.width
    let steps = extent + before + after - (isVertical ? kernel.height : kernel.width)
    var output = (roundsUp ? (steps + stride - 1) / stride : steps / stride) + 1
    // A window must start inside the input or its left padding (PyTorch's rule).
    if roundsUp, (output - 1) * stride >= extent + before { output -= 1 }
    return max(0, output)
  }
}

extension Convolution: SlidingWindow {
  package var roundsUp: Bool { false }
}

extension Pooling: SlidingWindow {}
