/// The pixels of the image that the elements of a layer's output depend on.
///
/// Element p of an axis reads pixels start + p · jump … start + p · jump + size − 1; pixels outside
/// the image are padding. Formulas: Araujo, Norris & Sim, *Computing Receptive Fields of
/// Convolutional Neural Networks*, Distill 2019, https://doi.org/10.23915/distill.00021.
public struct ReceptiveField: Hashable, Sendable {
  /// One axis, in pixels of the network's input.
  public struct Axis: Hashable, Sendable {
    /// Distance between neighbouring elements, in pixels.
    public var jump: Int
    /// First pixel that element 0 reads; negative where it reads padding.
    public var start: Int
    /// Number of pixels that one element reads.
    public var size: Int

    /// An axis from its jump, start and size, in pixels.
    public init(jump: Int, start: Int, size: Int) {
      self.jump = jump
      self.start = start
      self.size = size
    }

    /// The axis of the image: every element reads its own pixel.
    public static let image = Axis(jump: 1, start: 0, size: 1)

    /// Pixels that element `index` reads, padding included.
    public func pixels(of index: Int) -> Range<Int> {
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

  /// Rows.
  public var vertical: Axis
  /// Columns.
  public var horizontal: Axis
  /// Whether every element reads the whole image, as after global pooling.
  public var isWholeImage = false
  /// Whether a squeeze-excite gate makes its channels depend on the whole image.
  ///
  /// The axes leave this dependence out; they follow convolutions and pooling only.
  public var hasGate = false

  /// The receptive field of the image itself.
  public static let image = ReceptiveField(vertical: .image, horizontal: .image)

  /// The receptive field that covers both.
  func union(_ other: ReceptiveField) -> ReceptiveField {
    ReceptiveField(
      vertical: vertical.union(other.vertical), horizontal: horizontal.union(other.horizontal),
      isWholeImage: isWholeImage || other.isWholeImage, hasGate: hasGate || other.hasGate)
  }
}

extension Network {
  /// The receptive field of every layer for an input of `height` × `width` pixels.
  ///
  /// The result depends on the size where padding does (TensorFlow's 'same').
  public func receptiveFields(height: Int, width: Int) -> [ReceptiveField] {
    let shapes = shapes(height: height, width: width)
    var fields: [ReceptiveField] = []
    fields.reserveCapacity(layers.count)
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
    case .convolution(let convolution):
      field.vertical = field.vertical.window(
        convolution.kernel.height, stride: convolution.stride.height,
        paddingBefore: convolution.paddingAmounts(shape.height, isVertical: true).before)
      field.horizontal = field.horizontal.window(
        convolution.kernel.width, stride: convolution.stride.width,
        paddingBefore: convolution.paddingAmounts(shape.width, isVertical: false).before)
    case .maxPool(let pooling), .averagePool(let pooling):
      field.vertical = field.vertical.window(
        pooling.kernel.height, stride: pooling.stride.height,
        paddingBefore: pooling.paddingAmounts(shape.height, isVertical: true).before)
      field.horizontal = field.horizontal.window(
        pooling.kernel.width, stride: pooling.stride.width,
        paddingBefore: pooling.paddingAmounts(shape.width, isVertical: false).before)
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
