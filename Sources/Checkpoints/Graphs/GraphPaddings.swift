import Architectures

/// The zeros around the input of every convolution, as a file states them.
struct GraphPaddings {
  private let convolutions: [(needed: Convolution, found: GraphConvolution)]
  /// Rows and columns of the input; nil where they are free.
  private let size: Window?

  init(_ convolutions: [(needed: Convolution, found: GraphConvolution)], size: Window?) {
    self.convolutions = convolutions
    self.size = size
  }

  /// The padding rule that gives these zeros.
  ///
  /// TensorFlow's 'same' depends on the input: fixed zeros are compared for the size that the file
  /// states. Throws `otherOperator` with the first convolution if no rule fits.
  func rule(of variant: Variant) throws(CheckpointError) -> PaddingRule? {
    var first: Int?
    for rule in [PaddingRule.symmetric, .same, .sameAtNativeSize, .uneven(symmetricBlocks: [])] {
      guard let difference = difference(from: rule, variant) else { return rule }
      first = max(first ?? 0, difference)
    }
    guard let first else { return nil }
    let found = convolutions[first].found
    let zeros = found.padding.map { "\($0.top), \($0.left), \($0.bottom), \($0.right)" } ?? "'same'"
    throw .otherOperator(
      found: "padding \(zeros) in '\(found.name)'",
      expected: "symmetric padding or TensorFlow's 'same'")
  }

  /// The number of the first convolution with other zeros than `rule` gives; nil if there is none.
  private func difference(from rule: PaddingRule, _ variant: Variant) -> Int? {
    let network = variant.network(NetworkOptions(padding: rule))
    let shapes = size.map { network.shapes(height: $0.height, width: $0.width) }
    var number = 0
    for layer in network.layers {
      guard case .convolution(let needed) = layer.operation else { continue }
      defer { number += 1 }
      guard convolutions.indices.contains(number) else { return number }
      let found = convolutions[number].found.padding
      let isEven = needed.stride == Window(1) && needed.kernel.area % 2 == 1
      guard let found else {
        // TensorFlow's 'same' is symmetric where the stride is 1.
        if rule != .same, !isEven { return number }
        continue
      }
      let height: Int?
      let width: Int?
      if let size, let shapes {
        let input = network.inputShape(
          of: layer.index, in: shapes, height: size.height, width: size.width)
        (height, width) = (input.height, input.width)
      } else {
        (height, width) = (nil, nil)
      }
      if case .same = needed.padding, height == nil, !isEven { return number }
      let vertical = needed.padding.amounts(
        extent: height ?? 1, kernel: needed.kernel.height, stride: needed.stride.height,
        isVertical: true)
      let horizontal = needed.padding.amounts(
        extent: width ?? 1, kernel: needed.kernel.width, stride: needed.stride.width,
        isVertical: false)
      guard
        found
          == GraphPadding(
            top: vertical.before, left: horizontal.before, bottom: vertical.after,
            right: horizontal.after)
      else { return number }
    }
    return nil
  }
}

extension ComputationGraph {
  /// Rows and columns of the image; nil where they are free.
  var imageSize: Window? {
    for node in nodes {
      if case .image = node.operation, let shape = node.shape, shape.count == 4 {
        return Window(shape[2], shape[3])
      }
    }
    return nil
  }
}
