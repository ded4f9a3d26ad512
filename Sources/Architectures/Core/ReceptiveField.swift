/// The pixels of the image that the elements of a layer's output depend on.
///
/// Element p of an axis reads pixels start + p · jump … start + p · jump + size − 1; pixels outside
/// the image are padding. Formulas: Araujo, Norris & Sim, *Computing Receptive Fields of
/// Convolutional Neural Networks*, Distill 2019, https://doi.org/10.23915/distill.00021.
package struct ReceptiveField: Hashable, Sendable {
  /// One axis, in pixels of the network's input.
  package struct Axis: Hashable, Sendable {
    /// Distance between neighbouring elements, in pixels.
    package var jump: Int
    /// First pixel that element 0 reads; negative where it reads padding.
    package var start: Int
    /// Number of pixels that one element reads.
    package var size: Int

    package init(jump: Int, start: Int, size: Int) {
      (self.jump, self.start, self.size) = (jump, start, size)
    }

    /// The axis of the image: every element reads its own pixel.
    package static let image = Axis(jump: 1, start: 0, size: 1)

    /// Pixels that element `index` reads, padding included.
    package func pixels(of index: Int) -> Range<Int> {
      let first = start + index * jump
      return first..<first + size
    }

    /// The axis of the output of a convolution or pooling over this axis.
    func window(_ kernel: Int, stride: Int, paddingBefore: Int) -> Axis {
      Axis(
        jump: jump * stride, start: start - paddingBefore * jump, size: size + (kernel - 1) * jump)
    }

    /// The smallest axis that covers both, as for the output of an element-wise sum.
    func union(_ other: Axis) -> Axis {
      let first = min(start, other.start)
      return Axis(
        jump: max(jump, other.jump), start: first,
        size: max(start + size, other.start + other.size) - first)
    }
  }

  package var vertical, horizontal: Axis
  /// Whether every element reads the whole image, as after global pooling.
  package var isWholeImage = false
  /// Whether a gate makes its channels depend on the whole image, which the axes leave out.
  package var hasGate = false

  package static let image = ReceptiveField(vertical: .image, horizontal: .image)

  /// Widens both axes by a window that slides over a tensor of `shape`.
  mutating func slide(_ window: some SlidingWindow, over shape: FeatureShape) {
    vertical = vertical.window(
      window.kernel.height, stride: window.stride.height,
      paddingBefore: window.paddingAmounts(shape.height, isVertical: true).before)
    horizontal = horizontal.window(
      window.kernel.width, stride: window.stride.width,
      paddingBefore: window.paddingAmounts(shape.width, isVertical: false).before)
  }

  func union(_ other: ReceptiveField) -> ReceptiveField {
    ReceptiveField(
      vertical: vertical.union(other.vertical), horizontal: horizontal.union(other.horizontal),
      isWholeImage: isWholeImage || other.isWholeImage, hasGate: hasGate || other.hasGate)
  }
}

extension Network {
  /// The receptive field of every layer; depends on the image's size if padding is 'same'.
  package func receptiveFields(height: Int, width: Int) -> [ReceptiveField] {
    let shapes = shapes(height: height, width: width)
    var fields: [ReceptiveField] = []
    for layer in layers {
      let inputs = layer.inputs.map { $0 == Layer.image ? ReceptiveField.image : fields[$0] }
      let shape = inputShape(of: layer.index, in: shapes, height: height, width: width)
      fields.append(layer.operation.receptiveField(of: inputs, shape: shape))
    }
    return fields
  }
}

extension Operator {
  /// Receptive field of the output; `shape` is the first input's shape.
  func receptiveField(of inputs: [ReceptiveField], shape: FeatureShape) -> ReceptiveField {
    var field = inputs[0]
    switch self {
    case .convolution(let convolution): field.slide(convolution, over: shape)
    case .maxPool(let pooling), .averagePool(let pooling): field.slide(pooling, over: shape)
    case .globalAveragePool, .globalPool, .fullyConnected, .vector: field.isWholeImage = true
    case .scale: field.hasGate = true
    case .add, .concatenate: return inputs.dropFirst().reduce(field) { $0.union($1) }
    case .crop(let top, let left, _, _):
      field.vertical.start += top * field.vertical.jump
      field.horizontal.start += left * field.horizontal.jump
    case .normalization, .activation, .slice, .channelShuffle: break
    }
    return field
  }
}
