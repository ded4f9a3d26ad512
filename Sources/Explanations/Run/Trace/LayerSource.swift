import Architectures
import Inference
import Tensors

/// What a layer reads for one photograph, and its weights: enough to compute any of its values again.
package struct LayerSource: Sendable {
  package let operation: Operator
  /// The layer's inputs, (channels, height, width) each.
  package let inputs: [Tensor]
  /// Weights as stored, and batch norm; nil for an operator without weights.
  package let filters: LayerFilters?
  /// Whether the engine computes in float32; narrow precisions round more than a trace.
  package let isExact: Bool

  /// The source of `layer`; `tensor` gives the output of a layer, or the image.
  package init?(layer: Int, of model: Model, tensor: (Int) -> Tensor?) {
    let layer = model.network.layers[layer]
    let inputs = layer.inputs.compactMap(tensor)
    guard inputs.count == layer.inputs.count else { return nil }
    operation = layer.operation
    self.inputs = inputs.map { Self.spatial($0) }
    filters = model.filters(of: layer.index)
    isExact = model.configuration.precision == .float32
  }

  /// A tensor as (channels, height, width): an image without its batch axis, a vector as C × 1 × 1.
  private static func spatial(_ tensor: Tensor) -> Tensor {
    switch tensor.shape.count {
    case 3: tensor
    case 4: tensor.reshaped(Array(tensor.shape.dropFirst()))
    default: tensor.reshaped([tensor.count, 1, 1])
    }
  }

  package func shape(_ input: Int) -> FeatureShape {
    let extents = inputs[input].shape
    return FeatureShape(channels: extents[0], height: extents[1], width: extents[2])
  }

  /// The value of an input; nil outside of it.
  package func value(_ input: Int, _ channel: Int, _ row: Int, _ column: Int) -> Double? {
    let shape = shape(input)
    guard channel >= 0, channel < shape.channels, row >= 0, row < shape.height, column >= 0,
      column < shape.width
    else { return nil }
    let index = (channel * shape.height + row) * shape.width + column
    return Double(inputs[input].storage.buffer[index])
  }

  /// One term at a place of an input.
  func term(
    _ channel: Int, _ row: Int, _ column: Int, input: Int = 0, weight: Double? = nil
  ) -> ValueTrace.Term {
    ValueTrace.Term(
      input: input, channel: channel, row: row, column: column,
      value: value(input, channel, row, column), weight: weight)
  }

  /// All values of one channel of an input.
  func plane(_ channel: Int) -> [ValueTrace.Term] {
    let shape = shape(0)
    return (0..<shape.height).flatMap { row in
      (0..<shape.width).map { term(channel, row, $0) }
    }
  }
}
