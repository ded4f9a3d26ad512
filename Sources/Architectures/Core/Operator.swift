/// What a layer computes from its inputs.
///
/// A network is a list of these operators; the engine executes operators and does not know which
/// network they form. A case holds everything that shapes, costs and execution need.
package enum Operator: Hashable, Sendable {
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
package struct Convolution: Hashable, Sendable {
  /// Name prefix of its tensors: `blocks.1.0.conv_dw` has `blocks.1.0.conv_dw.weight`.
  package var name: String
  package var inputChannels, outputChannels: Int
  package var kernel: Window
  package var stride = Window(1)
  /// Independent channel groups; equal to `inputChannels` for a depthwise convolution.
  package var groups = 1
  package var padding = Padding.none
  /// Whether it has a bias; most convolutions have a batch norm instead.
  package var hasBias = false
  /// The batch norm after it, folded into the weights before execution.
  package var normalization: BatchNormalization?
  /// Factor of the result before the activation: 0.1 to 0.2 in Inception-ResNet's branches.
  package var gain = 1.0
  package var activation = Activation.identity

  package init(
    name: String, inputChannels: Int, outputChannels: Int, kernel: Window,
    stride: Window = Window(1), groups: Int = 1, padding: Padding = .none, hasBias: Bool = false,
    normalization: BatchNormalization? = nil, gain: Double = 1, activation: Activation = .identity
  ) {
    (self.name, self.inputChannels, self.outputChannels) = (name, inputChannels, outputChannels)
    (self.kernel, self.stride, self.groups) = (kernel, stride, groups)
    (self.padding, self.hasBias, self.normalization) = (padding, hasBias, normalization)
    (self.gain, self.activation) = (gain, activation)
  }

  /// Shape of the weight: (outputs, inputs / groups, kernel height, kernel width).
  package var weightShape: [Int] {
    [outputChannels, inputChannels / groups, kernel.height, kernel.width]
  }

  /// Whether each channel has one filter of its own.
  package var isDepthwise: Bool {
    groups == inputChannels && groups == outputChannels && groups > 1
  }

  /// Whether it is a 1 × 1 convolution over all channels: a matrix product at every position.
  package var isPointwise: Bool { kernel == Window(1) && groups == 1 }
}

/// A fully connected layer with a bias; its weight has shape (outputs, inputs).
package struct FullyConnected: Hashable, Sendable {
  /// Name prefix of the weight and the bias.
  package var name: String
  package var inputs, outputs: Int

  package init(name: String, inputs: Int, outputs: Int) {
    (self.name, self.inputs, self.outputs) = (name, inputs, outputs)
  }
}

/// Inference-time batch norm: y = weight · (x − running_mean) / √(running_var + epsilon) + bias.
package struct BatchNormalization: Hashable, Sendable {
  /// Name prefix of weight, bias, running_mean and running_var.
  package var name: String
  /// Added to the variance; comes from the dialect, since checkpoints do not store it.
  package var epsilon: Double

  package init(name: String, epsilon: Double) { (self.name, self.epsilon) = (name, epsilon) }
}

package struct Pooling: Hashable, Sendable {
  package var kernel, stride: Window
  /// Positions added around the input; a mean counts them if `countsPadding`, a maximum never.
  package var padding = Padding.none
  package var roundsUp = false
  package var countsPadding = true

  package init(
    kernel: Window, stride: Window, padding: Padding = .none, roundsUp: Bool = false,
    countsPadding: Bool = true
  ) {
    (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
    (self.roundsUp, self.countsPadding) = (roundsUp, countsPadding)
  }
}
