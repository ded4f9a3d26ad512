/// What a layer computes from its inputs.
///
/// Every network of the program is a list of these few operators; the engine knows operators, never
/// networks. A case carries everything that shapes, costs and execution need.
public enum Operator: Hashable, Sendable {
  /// A convolution with its batch norm, bias and activation; 1 input.
  case convolution(Convolution)
  /// y = x·Wᵀ + b over a pooled vector; 1 input.
  case fullyConnected(FullyConnected)
  /// A batch norm and activation that no convolution precedes (DenseNet's pre-activation); 1 input.
  case normalization(BatchNormalization, channels: Int, activation: Activation)
  /// An activation on its own; 1 input.
  case activation(Activation)
  /// The mean over all rows and columns, giving C × 1 × 1; 1 input.
  case globalAveragePool
  /// The largest value under a window; 1 input.
  case maxPool(Pooling)
  /// The mean under a window; 1 input.
  case averagePool(Pooling)
  /// The first input scaled channel by channel by the second (C × 1 × 1); the squeeze-excite product.
  case scale
  /// The element-wise sum of all inputs, then an activation.
  case add(Activation)
  /// All inputs joined along the channel axis.
  case concatenate
  /// Channels `range` of the input; 1 input.
  case slice(Range<Int>)
  /// ShuffleNet's permutation: channels seen as (groups, C/groups) and transposed; 1 input.
  case channelShuffle(groups: Int)
  /// Rows and columns removed (negative amounts add zeros); 1 input.
  case crop(top: Int, left: Int, bottom: Int, right: Int)
}

/// A convolution, from its window to the activation that follows.
public struct Convolution: Hashable, Sendable {
  /// Path of the weight and bias: `blocks.1.0.conv_dw` has `blocks.1.0.conv_dw.weight`.
  public var name: String
  /// Channels it reads.
  public var inputChannels: Int
  /// Channels it writes.
  public var outputChannels: Int
  /// Window; the weight's shape is (outputChannels, inputChannels / groups, height, width).
  public var kernel: Window
  /// Step of the window.
  public var stride: Window
  /// Independent channel groups; equal to `inputChannels` for a depthwise convolution.
  public var groups: Int
  /// Zeros around the input.
  public var padding: Padding
  /// Whether it has a bias of its own (squeeze-excite does, the others have a batch norm).
  public var hasBias: Bool
  /// The batch norm that follows, folded into the weights before execution.
  public var normalization: BatchNormalization?
  /// A constant that the result is multiplied by before the activation, folded into the weights.
  ///
  /// Inception-ResNet damps its residuals by one; everywhere else it is 1.
  public var gain: Double = 1
  /// The activation that follows.
  public var activation: Activation

  /// A convolution; stride 1, one group, no padding, bias, batch norm or activation unless given.
  public init(
    name: String, inputChannels: Int, outputChannels: Int, kernel: Window,
    stride: Window = Window(1), groups: Int = 1, padding: Padding = .none, hasBias: Bool = false,
    normalization: BatchNormalization? = nil, activation: Activation = .identity
  ) {
    self.name = name
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernel = kernel
    self.stride = stride
    self.groups = groups
    self.padding = padding
    self.hasBias = hasBias
    self.normalization = normalization
    self.activation = activation
  }

  /// One filter a channel.
  public var isDepthwise: Bool { groups == inputChannels && groups == outputChannels && groups > 1 }

  /// A 1 × 1 window over all channels: a matrix product at every position.
  public var isPointwise: Bool { kernel == Window(1) && groups == 1 }
}

/// A fully connected layer with a bias; its weight has shape (outputs, inputs).
public struct FullyConnected: Hashable, Sendable {
  /// Path of the weight and bias.
  public var name: String
  /// Length of the vector it reads.
  public var inputs: Int
  /// Length of the vector it writes.
  public var outputs: Int

  /// A fully connected layer from `inputs` to `outputs`.
  public init(name: String, inputs: Int, outputs: Int) {
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// Inference-time batch norm: y = weight · (x − running_mean) / √(running_var + epsilon) + bias.
public struct BatchNormalization: Hashable, Sendable {
  /// Path of weight, bias, running_mean and running_var.
  public var name: String
  /// Added to the variance; a property of the dialect, not of the file.
  public var epsilon: Double

  /// The batch norm whose tensors stand under `name`.
  public init(name: String, epsilon: Double) {
    self.name = name
    self.epsilon = epsilon
  }
}

/// A pooling window.
public struct Pooling: Hashable, Sendable {
  /// Window.
  public var kernel: Window
  /// Step of the window.
  public var stride: Window
  /// Surroundings: zeros that count for a mean when `countsPadding`, never chosen by a maximum.
  public var padding: Padding
  /// Whether a last, incomplete window gives an output (PyTorch's ceil_mode).
  public var roundsUp: Bool
  /// Whether zeros of the padding count in a mean.
  public var countsPadding: Bool

  /// A pooling window.
  public init(
    kernel: Window, stride: Window, padding: Padding = .none, roundsUp: Bool = false,
    countsPadding: Bool = true
  ) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.roundsUp = roundsUp
    self.countsPadding = countsPadding
  }
}
