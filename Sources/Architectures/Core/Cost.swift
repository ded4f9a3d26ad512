/// Cost of a layer, stage or network for one image.
public struct Cost: Hashable, Sendable {
  /// Number of trainable parameters.
  public var parameters = 0
  /// Multiply-adds of convolutions and fully connected layers; the paper's "FLOPS".
  public var macs = 0
  /// Number of output elements, summed over the layers.
  public var activations = 0

  /// Zero cost.
  public init() {}

  /// A cost from its three numbers.
  public init(parameters: Int, macs: Int, activations: Int) {
    self.parameters = parameters
    self.macs = macs
    self.activations = activations
  }

  /// Sums two costs.
  public static func + (left: Cost, right: Cost) -> Cost {
    Cost(
      parameters: left.parameters + right.parameters, macs: left.macs + right.macs,
      activations: left.activations + right.activations)
  }
}

extension Network {
  /// The cost of each layer for an input of `height` × `width`.
  public func layerCosts(height: Int, width: Int) -> [Cost] {
    zip(layers, shapes(height: height, width: width)).map { layer, output in
      Cost(
        parameters: layer.operation.parameterCount, macs: layer.operation.macs(output: output),
        activations: output.count)
    }
  }

  /// The cost of the whole network for an input of `height` × `width`.
  public func cost(height: Int, width: Int) -> Cost {
    layerCosts(height: height, width: width).reduce(Cost(), +)
  }
}

extension Operator {
  /// Multiply-adds for an output of the given shape.
  public func macs(output: FeatureShape) -> Int {
    switch self {
    case .convolution(let convolution):
      output.count * convolution.kernel.area * (convolution.inputChannels / convolution.groups)
    case .fullyConnected(let connected):
      connected.inputs * connected.outputs
    default:
      0
    }
  }
}
