/// What one convolution of a network's table does, apart from what it reads and how it is named.
public struct Filters: Hashable, Sendable {
  /// Output channels.
  public var channels: Int
  /// Window.
  public var kernel: Window
  /// Step of the window in both directions.
  public var stride: Int
  /// Zeros around the input; PyTorch's symmetric amount unless given.
  public var padding: Padding
  /// Independent channel groups.
  public var groups: Int
  /// The activation that follows.
  public var activation: Activation

  /// `channels` filters of `kernel`, ReLU after them unless told otherwise.
  public init(
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

  /// `channels` filters of a square `side`.
  public init(
    _ channels: Int, _ side: Int, stride: Int = 1, padding: Padding? = nil, groups: Int = 1,
    activation: Activation = .relu
  ) {
    self.init(
      channels, Window(side), stride: stride, padding: padding, groups: groups,
      activation: activation)
  }
}

/// Where a convolution's tensors stand in a checkpoint, and whether a bias or a batch norm follows.
public struct FilterNames: Hashable, Sendable {
  /// Path of the weight, and of the bias where there is one.
  public var weight: String
  /// The batch norm that follows, if any.
  public var normalization: BatchNormalization?
  /// Whether the convolution has a bias of its own.
  public var hasBias: Bool

  /// A convolution followed by a batch norm.
  public static func normalized(_ weight: String, _ normalization: String, epsilon: Double)
    -> FilterNames
  {
    FilterNames(
      weight: weight,
      normalization: BatchNormalization(name: normalization, epsilon: epsilon), hasBias: false)
  }

  /// A convolution with a bias and no batch norm.
  public static func biased(_ weight: String) -> FilterNames {
    FilterNames(weight: weight, normalization: nil, hasBias: true)
  }

  /// A convolution with neither bias nor batch norm.
  public static func bare(_ weight: String) -> FilterNames {
    FilterNames(weight: weight, normalization: nil, hasBias: false)
  }
}

extension NetworkBuilder {
  /// Adds a convolution over `input`; `suffix` names the layer within its stage or block.
  public mutating func convolve(
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

  /// Adds the global mean over `input` and the classifier over it.
  public mutating func classify(_ input: Int, name: String, classes: Int) {
    let pooled = append(.globalAveragePool, reading: [input], name: "pool")
    append(
      .fullyConnected(
        FullyConnected(name: name, inputs: channels(of: pooled), outputs: classes)),
      reading: [pooled], name: "classifier")
  }

  /// Adds a squeeze-excite gate over `input` (Hu and others 2018): pool, reduce, expand, scale.
  ///
  /// `names` are the paths of the reducing and the expanding convolution.
  public mutating func squeezeExcite(
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
