/// Cost of a layer, stage or network for one image.
package struct Cost: Hashable, Sendable {
  /// Number of trainable parameters.
  package var parameters: Int
  /// Multiply-adds of convolutions and fully connected layers; the paper's "FLOPS".
  package var macs: Int
  /// Number of output elements, summed over the layers.
  package var activations: Int

  package init(parameters: Int = 0, macs: Int = 0, activations: Int = 0) {
    (self.parameters, self.macs, self.activations) = (parameters, macs, activations)
  }

  package static func + (left: Cost, right: Cost) -> Cost {
    Cost(
      parameters: left.parameters + right.parameters, macs: left.macs + right.macs,
      activations: left.activations + right.activations)
  }
}

extension Network {
  package func layerCosts(height: Int, width: Int) -> [Cost] {
    zip(layers, shapes(height: height, width: width)).map { layer, output in
      Cost(
        parameters: layer.operation.parameterCount, macs: layer.operation.macs(output: output),
        activations: output.count)
    }
  }

  package func cost(height: Int, width: Int) -> Cost {
    layerCosts(height: height, width: width).reduce(Cost(), +)
  }
}

extension Operator {
  package func macs(output: FeatureShape) -> Int {
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
