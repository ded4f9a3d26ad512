import Architectures
import Foundation
import Tensors

/// A network with plain double-precision operators, for finite differences.
struct ReferenceNetwork {
  let network: Network
  let weights: StateDictionary

  /// A planar tensor (channels, height, width).
  struct Planes {
    var shape: FeatureShape
    var values: [Double]

    init(_ shape: FeatureShape) {
      self.shape = shape
      values = [Double](repeating: 0, count: shape.count)
    }

    subscript(channel: Int, row: Int, column: Int) -> Double {
      get { values[(channel * shape.height + row) * shape.width + column] }
      set { values[(channel * shape.height + row) * shape.width + column] = newValue }
    }

    /// The element, or 0 outside the plane.
    func padded(_ channel: Int, _ row: Int, _ column: Int) -> Double {
      row >= 0 && row < shape.height && column >= 0 && column < shape.width
        ? self[channel, row, column] : 0
    }
  }

  /// Returns the output of every layer; `replacing` overrides the output of layers or the image.
  func run(_ image: Planes, replacing: [Int: Planes] = [:]) -> [Planes] {
    let shapes = network.shapes(height: image.shape.height, width: image.shape.width)
    var outputs: [Planes] = []
    for layer in network.layers {
      if let planes = replacing[layer.index] {
        outputs.append(planes)
        continue
      }
      let inputs = layer.inputs.map {
        $0 == Layer.image ? replacing[Layer.image] ?? image : outputs[$0]
      }
      outputs.append(output(of: layer.operation, inputs, shapes[layer.index]))
    }
    return outputs
  }

  private func tensor(_ name: String) -> [Double] {
    (weights[name]?.elements ?? []).map(Double.init)
  }

  private func output(of operation: Operator, _ inputs: [Planes], _ shape: FeatureShape) -> Planes {
    let input = inputs[0]
    switch operation {
    case .convolution(let convolution): return convolve(convolution, input, shape)
    case .fullyConnected(let connected):
      let weight = tensor(connected.name + ".weight")
      var result = Planes(shape)
      result.values = tensor(connected.name + ".bias")
      for output in 0..<connected.outputs {
        for index in 0..<connected.inputs {
          result.values[output] += weight[output * connected.inputs + index] * input.values[index]
        }
      }
      return result
    case .normalization(let normalization, _, let activation):
      return activated(normalized(input, normalization), activation)
    case .activation(let activation): return activated(input, activation)
    case .globalAveragePool:
      return made(shape) { channel, _, _ in
        sum(input.shape) { input[channel, $0, $1] } / Double(input.shape.height * input.shape.width)
      }
    case .globalPool(let pooling): return pooled(input, pooling, shape)
    case .vector(let function, _):
      var result = Planes(shape)
      result.values = value(of: function, input.values)
      return result
    case .maxPool(let pooling): return pool(pooling, input, shape, isMaximum: true)
    case .averagePool(let pooling): return pool(pooling, input, shape, isMaximum: false)
    case .scale: return made(shape) { input[$0, $1, $2] * inputs[1][$0, 0, 0] }
    case .add(let activation):
      let total = made(shape) { channel, row, column in
        inputs.reduce(0) { $0 + $1[channel, row, column] }
      }
      return activated(total, activation)
    case .concatenate:
      var result = Planes(shape)
      result.values = inputs.flatMap(\.values)
      return result
    case .slice(let range): return made(shape) { input[range.lowerBound + $0, $1, $2] }
    case .channelShuffle(let groups):
      let size = shape.channels / groups
      return made(shape) { input[$0 % groups * size + $0 / groups, $1, $2] }
    case .crop(let top, let left, _, _):
      return made(shape) { input.padded($0, $1 + top, $2 + left) }
    }
  }

  private func convolve(
    _ convolution: Convolution, _ input: Planes, _ shape: FeatureShape
  ) -> Planes {
    let weight = tensor(convolution.name + ".weight")
    let bias = convolution.hasBias ? tensor(convolution.name + ".bias") : nil
    let top = convolution.paddingAmounts(input.shape.height, isVertical: true).before
    let left = convolution.paddingAmounts(input.shape.width, isVertical: false).before
    let kernel = convolution.kernel
    let groupInputs = convolution.inputChannels / convolution.groups
    let groupOutputs = convolution.outputChannels / convolution.groups
    var result = made(shape) { output, row, column in
      var total = bias?[output] ?? 0
      for index in 0..<groupInputs {
        let channel = output / groupOutputs * groupInputs + index
        for y in 0..<kernel.height {
          for x in 0..<kernel.width {
            total +=
              weight[((output * groupInputs + index) * kernel.height + y) * kernel.width + x]
              * input.padded(
                channel, row * convolution.stride.height + y - top,
                column * convolution.stride.width + x - left)
          }
        }
      }
      return total
    }
    if let normalization = convolution.normalization { result = normalized(result, normalization) }
    result.values = result.values.map { $0 * convolution.gain }
    return activated(result, convolution.activation)
  }

  private func normalized(_ input: Planes, _ normalization: BatchNormalization) -> Planes {
    let (weight, bias) = (
      tensor(normalization.name + ".weight"), tensor(normalization.name + ".bias")
    )
    let mean = tensor(normalization.name + ".running_mean")
    let variance = tensor(normalization.name + ".running_var")
    return made(input.shape) { channel, row, column in
      weight[channel] * (input[channel, row, column] - mean[channel])
        / (variance[channel] + normalization.epsilon).squareRoot() + bias[channel]
    }
  }

  private func activated(_ input: Planes, _ activation: Activation) -> Planes {
    var result = input
    result.values = input.values.map { value in
      switch activation {
      case .identity: value
      case .relu: max(value, 0)
      case .relu6: min(max(value, 0), 6)
      case .silu: value / (1 + exp(-value))
      case .sigmoid: 1 / (1 + exp(-value))
      }
    }
    return result
  }

  /// PyTorch's pooling: maxima ignore padding; a mean divides by the window inside the padding.
  private func pool(
    _ pooling: Pooling, _ input: Planes, _ shape: FeatureShape, isMaximum: Bool
  ) -> Planes {
    let vertical = pooling.paddingAmounts(input.shape.height, isVertical: true)
    let horizontal = pooling.paddingAmounts(input.shape.width, isVertical: false)
    return made(shape) { channel, row, column in
      let top = row * pooling.stride.height - vertical.before
      let left = column * pooling.stride.width - horizontal.before
      let bottom = min(top + pooling.kernel.height, input.shape.height + vertical.after)
      let right = min(left + pooling.kernel.width, input.shape.width + horizontal.after)
      let values = (max(top, 0)..<min(bottom, input.shape.height)).flatMap { y in
        (max(left, 0)..<min(right, input.shape.width)).map { input[channel, y, $0] }
      }
      if isMaximum { return values.max() ?? -.infinity }
      let divisor = pooling.countsPadding ? (bottom - top) * (right - left) : values.count
      return values.reduce(0, +) / Double(divisor)
    }
  }

  private func made(_ shape: FeatureShape, _ value: (Int, Int, Int) -> Double) -> Planes {
    var result = Planes(shape)
    for channel in 0..<shape.channels {
      for row in 0..<shape.height {
        for column in 0..<shape.width {
          result[channel, row, column] = value(channel, row, column)
        }
      }
    }
    return result
  }

  private func sum(_ shape: FeatureShape, _ value: (Int, Int) -> Double) -> Double {
    (0..<shape.height).reduce(0) { total, row in
      (0..<shape.width).reduce(total) { $0 + value(row, $1) }
    }
  }
}
