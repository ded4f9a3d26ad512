/// A convolution in a network's table, without its input and its tensor names.
struct Filters: Hashable, Sendable {
  var channels: Int
  var kernel: Window
  /// Both the vertical and the horizontal stride.
  var stride: Int
  var padding: Padding
  var groups: Int
  var activation: Activation

  /// A convolution; stride 1, symmetric padding, one group and ReLU unless given.
  init(
    _ channels: Int, _ kernel: Window = Window(1), stride: Int = 1, padding: Padding? = nil,
    groups: Int = 1, activation: Activation = .relu
  ) {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding ?? .symmetric(kernel)
    self.groups = groups
    self.activation = activation
  }

  init(
    _ channels: Int, _ side: Int, stride: Int = 1, padding: Padding? = nil, groups: Int = 1,
    activation: Activation = .relu
  ) {
    self.init(
      channels, Window(side), stride: stride, padding: padding, groups: groups,
      activation: activation)
  }
}

/// Tensor names of a convolution, and whether it has a bias or a batch norm.
struct FilterNames: Hashable {
  /// Name prefix of the weight and of the bias, if there is one.
  var weight: String
  var normalization: BatchNormalization?
  var hasBias = false

  static func normalized(_ weight: String, _ normalization: String, epsilon: Double)
    -> FilterNames
  {
    FilterNames(
      weight: weight, normalization: BatchNormalization(name: normalization, epsilon: epsilon))
  }

  static func biased(_ weight: String) -> FilterNames { FilterNames(weight: weight, hasBias: true) }

  /// A convolution with neither bias nor batch norm.
  static func bare(_ weight: String) -> FilterNames { FilterNames(weight: weight) }
}

extension NetworkBuilder {
  /// Adds a convolution; `suffix` is the layer's name within its stage or block.
  mutating func convolve(
    _ input: Int, _ filters: Filters, _ names: FilterNames, suffix: String?,
    point: TensorPoint? = nil
  ) -> Int {
    append(
      .convolution(
        Convolution(
          name: names.weight, inputChannels: channels(of: input), outputChannels: filters.channels,
          kernel: filters.kernel, stride: Window(filters.stride), groups: filters.groups,
          padding: filters.padding, hasBias: names.hasBias, normalization: names.normalization,
          activation: filters.activation)),
      reading: [input], suffix: suffix, point: point)
  }

  /// Adds 3×3 max pooling of stride 2.
  mutating func maxPool(
    _ input: Int, padding: Padding = .none, roundsUp: Bool = false, suffix: String
  ) -> Int {
    let pooling = Pooling(
      kernel: Window(3), stride: Window(2), padding: padding, roundsUp: roundsUp)
    return append(.maxPool(pooling), reading: [input], suffix: suffix)
  }

  /// Adds global average pooling and a classifier with weights `name`.
  mutating func classify(_ input: Int, name: String, classes: Int) {
    let pooled = append(.globalAveragePool, reading: [input], name: "pool")
    append(
      .fullyConnected(
        FullyConnected(name: name, inputs: channels(of: pooled), outputs: classes)),
      reading: [pooled], name: "classifier")
  }

  /// Adds squeeze-excite (Hu and others 2018): pool, reduce, expand, scale; returns the last index.
  ///
  /// `reduced` is the number of channels of the reducing convolution, `names` are the name prefixes
  /// of the reducing and the expanding convolution.
  mutating func squeezeExcite(
    _ input: Int, reduced: Int, activation: Activation, names: (reduce: String, expand: String)
  ) -> Int {
    let pooled = append(.globalAveragePool, reading: [input], suffix: "squeeze")
    let squeezed = convolve(
      pooled, Filters(reduced, 1, activation: activation), .biased(names.reduce), suffix: "reduce")
    let gate = convolve(
      squeezed, Filters(channels(of: input), 1, activation: .sigmoid), .biased(names.expand),
      suffix: TensorPoint.gate.rawValue, point: .gate)
    return append(.scale, reading: [input, gate], point: .gated)
  }
}
