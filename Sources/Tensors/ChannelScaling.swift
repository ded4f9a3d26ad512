/// y = scale · x + offset for each channel of an image.
package struct ChannelScaling: Hashable, Sendable {
  /// A factor for each channel.
  package let scale: [Float]
  /// What is added to each channel.
  package let offset: [Float]

  package init(scale: [Float], offset: [Float]) {
    precondition(
      scale.count == offset.count, "\(scale.count) factors, but \(offset.count) offsets")
    self.scale = scale
    self.offset = offset
  }

  /// `image` (…, C, H, W) with scaled values; one of another number of channels is unchanged.
  package func callAsFunction(_ image: Tensor) -> Tensor {
    let shape = image.shape
    guard shape.count >= 3, shape[shape.count - 3] == scale.count else { return image }
    let plane = shape[shape.count - 2] * shape[shape.count - 1]
    var values = image.elements
    for index in values.indices {
      let channel = index / plane % scale.count
      values[index] = values[index] * scale[channel] + offset[channel]
    }
    return Tensor(shape: shape, values)
  }
}
