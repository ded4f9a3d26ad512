/// What a layer computes from its inputs.
///
/// A network is a list of these operators; the engine executes operators and does not know which
/// network they form. A case holds everything that shapes, costs and execution need.
public enum Operator: Hashable, Sendable {
  /// A convolution with its batch norm, bias and activation; 1 input.
  case convolution(Convolution)
  /// y = x·Wᵀ + b over a pooled vector; 1 input.
  case fullyConnected(FullyConnected)
  /// A batch norm and activation without a convolution (DenseNet's pre-activation); 1 input.
  case normalization(BatchNormalization, channels: Int, activation: Activation)
  /// An activation on its own; 1 input.
  case activation(Activation)
  /// The mean over all rows and columns; 1 input, output (C, 1, 1).
  case globalAveragePool
  /// Another pooling over all rows and columns; 1 input, output (C, 1, 1) or (2C, 1, 1).
  case globalPool(GlobalPooling)
  /// A function of a vector behind the pooling; 1 input (C, 1, 1).
  case vector(VectorFunction, channels: Int)
  /// The maximum in each window; 1 input.
  case maxPool(Pooling)
  /// The mean in each window; 1 input.
  case averagePool(Pooling)
  /// Multiplies each channel of input 0 by an element of input 1 (C, 1, 1); squeeze-excite.
  case scale
  /// The element-wise sum of all inputs, then an activation.
  case add(Activation)
  /// Concatenates all inputs along the channel axis.
  case concatenate
  /// Channels `range` of the input; 1 input.
  case slice(Range<Int>)
  /// ShuffleNet's permutation: channels as a (groups, C/groups) matrix, transposed; 1 input.
  case channelShuffle(groups: Int)
  /// Removes rows and columns; negative amounts add zeros; 1 input.
  case crop(top: Int, left: Int, bottom: Int, right: Int)
}

/// A convolution with its padding, bias, batch norm and activation.
public struct Convolution: Hashable, Sendable {
  /// Name prefix of its tensors: `blocks.1.0.conv_dw` has `blocks.1.0.conv_dw.weight`.
  public var name: String
  /// Number of input channels.
  public var inputChannels: Int
  /// Number of output channels.
  public var outputChannels: Int
  /// Kernel size; the weight's shape is (outputChannels, inputChannels / groups, height, width).
  public var kernel: Window
  /// Stride.
  public var stride: Window
  /// Independent channel groups; equal to `inputChannels` for a depthwise convolution.
  public var groups: Int
  /// Zeros around the input.
  public var padding: Padding
  /// Whether it has a bias; most convolutions have a batch norm instead.
  public var hasBias: Bool
  /// The batch norm after it, folded into the weights before execution.
  public var normalization: BatchNormalization?
  /// Factor applied to the result before the activation, folded into the weights.
  ///
  /// Inception-ResNet scales its residual branches by 0.1 to 0.2; in all other networks it is 1.
  public var gain: Double = 1
  /// The activation after it.
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

  /// Whether each channel has one filter of its own.
  public var isDepthwise: Bool { groups == inputChannels && groups == outputChannels && groups > 1 }

  /// Whether it is a 1 × 1 convolution over all channels: a matrix product at every position.
  public var isPointwise: Bool { kernel == Window(1) && groups == 1 }
}

/// A fully connected layer with a bias; its weight has shape (outputs, inputs).
public struct FullyConnected: Hashable, Sendable {
  /// Name prefix of the weight and the bias.
  public var name: String
  /// Length of the input vector.
  public var inputs: Int
  /// Length of the output vector.
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
  /// Name prefix of weight, bias, running_mean and running_var.
  public var name: String
  /// Added to the variance; comes from the dialect, since checkpoints do not store it.
  public var epsilon: Double

  /// A batch norm whose tensor names start with `name`.
  public init(name: String, epsilon: Double) {
    self.name = name
    self.epsilon = epsilon
  }
}

/// A pooling window.
public struct Pooling: Hashable, Sendable {
  /// Kernel size.
  public var kernel: Window
  /// Stride.
  public var stride: Window
  /// Positions added around the input; a mean counts them if `countsPadding`, a maximum never.
  public var padding: Padding
  /// Whether an incomplete last window gives an output (PyTorch's ceil_mode).
  public var roundsUp: Bool
  /// Whether a mean counts the padding as zeros.
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
