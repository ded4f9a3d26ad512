extension Operator {
  /// Name for tables: `Conv3x3`, `Depthwise5x5`, `Scale`.
  package var title: String {
    switch self {
    case .convolution(let convolution):
      let window = "\(convolution.kernel.height)x\(convolution.kernel.width)"
      let kind = convolution.isDepthwise ? "Depthwise" : convolution.groups > 1 ? "Grouped" : "Conv"
      return kind + window + convolution.activation.suffix
    case .fullyConnected: return "FC"
    case .normalization(_, _, let activation): return "BatchNorm" + activation.suffix
    case .activation(let activation): return activation.title
    case .globalAveragePool: return "Global average pool"
    case .globalPool(let pooling): return pooling.title
    case .vector(let function, _): return function.title
    case .maxPool(let pooling): return "Max pool \(pooling.kernel.height)x\(pooling.kernel.width)"
    case .averagePool(let pooling):
      return "Average pool \(pooling.kernel.height)x\(pooling.kernel.width)"
    case .scale: return "Scale"
    case .add(let activation): return "Add" + activation.suffix
    case .concatenate: return "Concatenate"
    case .slice(let range): return "Channels \(range.lowerBound)–\(range.upperBound - 1)"
    case .channelShuffle(let groups): return "Shuffle in \(groups) groups"
    case .crop: return "Crop"
    }
  }

  /// Kernel height and vertical stride; 1 and 1 for an operator without a window.
  package var window: (kernel: Int, stride: Int) {
    switch self {
    case .convolution(let convolution): (convolution.kernel.height, convolution.stride.height)
    case .maxPool(let pooling), .averagePool(let pooling):
      (pooling.kernel.height, pooling.stride.height)
    default: (1, 1)
    }
  }
}

extension GlobalPooling {
  /// Name for tables.
  package var title: String {
    switch self {
    case .average: "Global average pool"
    case .maximum: "Global max pool"
    case .averageMaximum: "Global average + max pool"
    case .averageThenMaximum: "Global average and max pool"
    case .generalizedMean: "GeM pool"
    }
  }
}

extension VectorFunction {
  /// Name for tables.
  package var title: String {
    switch self {
    case .activation(let activation): activation.title
    case .layerNormalization: "LayerNorm"
    case .unitLength: "L2 norm"
    case .scale: "Scale by a constant"
    }
  }
}

extension HeadActivation {
  /// Name for tables.
  package var title: String {
    switch self {
    case .relu: "ReLU"
    case .relu6: "ReLU6"
    case .silu: "SiLU"
    case .sigmoid: "Sigmoid"
    case .gelu: "GELU"
    case .geluTanh: "GELU (tanh)"
    case .hardswish: "Hardswish"
    case .tanh: "Tanh"
    }
  }
}

extension Activation {
  package var title: String {
    switch self {
    case .identity: "Identity"
    case .relu: "ReLU"
    case .relu6: "ReLU6"
    case .silu: "SiLU"
    case .sigmoid: "Sigmoid"
    }
  }

  fileprivate var suffix: String { self == .identity ? "" : " + \(title)" }
}
