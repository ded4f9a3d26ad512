/// The operators between the last feature map (C, h, w) and the logits.
///
/// Published networks end with average pooling and one fully connected layer; fine-tuned ones have
/// other pooling, hidden layers and norms. Dropout does nothing at inference and is left out.
public struct Head: Hashable, Sendable {
  /// How the feature map becomes one vector.
  public var pooling: GlobalPooling
  /// What happens to the vector, in order; the last result is the logits.
  public var operators: [HeadOperator]

  /// A head from its pooling and operators.
  public init(pooling: GlobalPooling = .average, operators: [HeadOperator]) {
    self.pooling = pooling
    self.operators = operators
  }

  /// Number of logits; nil if the head has no fully connected layer.
  public var outputs: Int? {
    operators.lazy.reversed().compactMap { operation -> Int? in
      if case .fullyConnected(let connected) = operation { connected.outputs } else { nil }
    }.first
  }
}

/// How a feature map (C, h, w) becomes one vector.
public enum GlobalPooling: Hashable, Sendable {
  /// The mean over all rows and columns, (C).
  case average
  /// The maximum over all rows and columns, (C).
  case maximum
  /// ½ (mean + maximum), (C); timm's `avgmax`.
  case averageMaximum
  /// The means, then the maxima, (2C); timm's `catavgmax`.
  case averageThenMaximum
  /// (mean of max(x, epsilon)^power)^(1 / power), (C); GeM (Radenović and others 2018, equation 3).
  case generalizedMean(power: Double, epsilon: Double)
}

/// One operator on a vector (C) behind the pooling.
public enum HeadOperator: Hashable, Sendable {
  /// y = W x + b; a checkpoint without a bias is read as b = 0.
  case fullyConnected(FullyConnected)
  /// Batch norm of each element with its stored mean and variance.
  case batchNormalization(BatchNormalization)
  /// (x − mean) / √(variance + epsilon) over the vector, then weight · x + bias.
  case layerNormalization(LayerNormalization)
  /// An element-wise function.
  case activation(Activation)
  /// x / max(‖x‖₂, epsilon).
  case unitLength(epsilon: Double)
  /// x · factor: a temperature, or the scale of a cosine classifier.
  case scale(Double)
}

/// Layer norm over a vector; weight and bias have shape (C).
public struct LayerNormalization: Hashable, Sendable {
  /// Name prefix of weight and bias.
  public var name: String
  /// Added to the variance.
  public var epsilon: Double

  /// A layer norm whose tensor names start with `name`.
  public init(name: String, epsilon: Double) {
    self.name = name
    self.epsilon = epsilon
  }
}
