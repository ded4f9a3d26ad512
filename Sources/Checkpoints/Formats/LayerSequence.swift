import Architectures

/// The layers of a computation graph in execution order, independent of tensor names.
struct LayerSequence: Sendable {
  /// A convolution and its batch norm; nil if the exporter folded it.
  struct Convolution: Sendable {
    let name: String
    /// Shape (O, I/groups, kH, kW).
    let weight: StoredTensor
    var bias: StoredTensor?
    var normalization: Normalization?
  }

  /// A batch norm's tensors, each of shape (C).
  struct Normalization: Sendable {
    let weight: StoredTensor
    let bias: StoredTensor
    let mean: StoredTensor
    let variance: StoredTensor
    let epsilon: Double
  }

  /// A fully connected layer.
  struct Connected: Sendable {
    let name: String
    /// Shape (O, I).
    let weight: StoredTensor
    var bias: StoredTensor?
  }

  var convolutions: [Convolution] = []
  var connected: [Connected] = []
  /// All operators of a TFLite graph; nil for other formats.
  var program: TFLiteProgram?
  /// The padding rule of the first convolution; nil if the graph does not determine it.
  var padding: PaddingRule?
}
