/// The operators between the last feature map (C, h, w) and the logits.
///
/// Published networks end with average pooling and one fully connected layer; fine-tuned ones have
/// other pooling, hidden layers and norms. Dropout does nothing at inference and is left out.
package struct Head: Hashable, Sendable {
  /// How the feature map becomes one vector.
  package var pooling: GlobalPooling
  /// What happens to the vector, in order; the last result is the logits.
  package var operators: [HeadOperator]

  /// A head from its pooling and operators.
  package init(pooling: GlobalPooling = .average, operators: [HeadOperator]) {
    self.pooling = pooling
    self.operators = operators
  }

  /// Number of logits; nil if the head has no fully connected layer.
  package var outputs: Int? {
    operators.lazy.reversed().compactMap { operation -> Int? in
      if case .fullyConnected(let connected) = operation { connected.outputs } else { nil }
    }.first
  }
}

/// How a feature map (C, h, w) becomes one vector.
package enum GlobalPooling: Hashable, Sendable {
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

extension GlobalPooling {
  /// Length of the vector for a feature map of `channels`.
  package func outputs(_ channels: Int) -> Int {
    self == .averageThenMaximum ? 2 * channels : channels
  }
}

/// One operator on a vector (C) behind the pooling.
package enum HeadOperator: Hashable, Sendable {
  /// y = W x + b; a checkpoint without a bias is read as b = 0.
  case fullyConnected(FullyConnected)
  /// Batch norm of each element with its stored mean and variance.
  case batchNormalization(BatchNormalization)
  /// A function of the whole vector without a matrix.
  case vector(VectorFunction)
}

/// A function from a vector (C) to a vector (C).
package enum VectorFunction: Hashable, Sendable {
  /// An element-wise function.
  case activation(HeadActivation)
  /// (x − mean) / √(variance + epsilon) over the vector, then weight · x + bias.
  case layerNormalization(LayerNormalization)
  /// x / max(‖x‖₂, epsilon).
  case unitLength(epsilon: Double)
  /// x · factor: a temperature, or the scale of a cosine classifier.
  case scale(Double)
}

/// The element-wise functions between the layers of a head.
package enum HeadActivation: String, Hashable, Sendable, CaseIterable {
  /// max(x, 0)
  case relu
  /// min(max(x, 0), 6)
  case relu6
  /// x · σ(x)
  case silu
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  /// x · Φ(x) with the normal distribution Φ, by the error function.
  case gelu
  /// GELU by its approximation with tanh (Hendrycks and Gimpel 2016).
  case geluTanh = "gelu-tanh"
  /// x · min(max(x + 3, 0), 6) / 6
  case hardswish
  /// tanh x
  case tanh
}

/// Layer norm over a vector; weight and bias have shape (C).
package struct LayerNormalization: Hashable, Sendable {
  /// Name prefix of weight and bias.
  package var name: String
  /// Added to the variance.
  package var epsilon: Double

  /// A layer norm whose tensor names start with `name`.
  package init(name: String, epsilon: Double) {
    self.name = name
    self.epsilon = epsilon
  }
}
