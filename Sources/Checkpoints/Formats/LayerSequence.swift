import Architectures

/// The layers of a computation graph in the order in which it runs them, whatever their tensors are called.
struct LayerSequence: Sendable {
  /// A convolution and the batch norm that follows it, if the exporter left one.
  struct Convolution: Sendable {
    let name: String
    /// (O, I/groups, kH, kW).
    let weight: StoredTensor
    var bias: StoredTensor?
    var normalization: Normalization?
  }

  /// A batch norm's tensors, each (C).
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
    /// (O, I).
    let weight: StoredTensor
    var bias: StoredTensor?
  }

  var convolutions: [Convolution] = []
  var connected: [Connected] = []
  /// Whether only EfficientNet-Lite comes in this way.
  var isLite = false
  /// Whose padding the first convolution has; nil where the graph does not tell.
  var padding: PaddingRule?
}
