import Architectures
import Foundation

/// The operators of heads in double precision.
extension ReferenceNetwork {
  func pooled(_ input: Planes, _ pooling: GlobalPooling, _ shape: FeatureShape) -> Planes {
    let area = input.shape.height * input.shape.width
    let channels = (0..<input.shape.channels).map {
      Array(input.values[$0 * area..<($0 + 1) * area])
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(area) }
    let means = channels.map(mean)
    let maxima = channels.map { $0.max() ?? 0 }
    var result = Planes(shape)
    result.values =
      switch pooling {
      case .average: means
      case .maximum: maxima
      case .averageMaximum: zip(means, maxima).map { ($0 + $1) / 2 }
      case .averageThenMaximum: means + maxima
      case .generalizedMean(let power, let epsilon):
        channels.map { pow(mean($0.map { pow(max($0, epsilon), power) }), 1 / power) }
      }
    return result
  }

  func value(of function: VectorFunction, _ x: [Double]) -> [Double] {
    switch function {
    case .activation(let activation): return x.map { Self.value(of: activation, $0) }
    case .layerNormalization(let normalization):
      let weight = weights[normalization.name + ".weight"]?.elements ?? []
      let bias = weights[normalization.name + ".bias"]?.elements ?? []
      let mean = x.reduce(0, +) / Double(x.count)
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
      return x.indices.map {
        (x[$0] - mean) / (variance + normalization.epsilon).squareRoot() * Double(weight[$0])
          + Double(bias[$0])
      }
    case .unitLength(let epsilon):
      let length = max(x.reduce(0) { $0 + $1 * $1 }.squareRoot(), epsilon)
      return x.map { $0 / length }
    case .scale(let factor): return x.map { $0 * factor }
    }
  }

  private static func value(of activation: HeadActivation, _ x: Double) -> Double {
    switch activation {
    case .relu: max(x, 0)
    case .relu6: min(max(x, 0), 6)
    case .silu: x / (1 + exp(-x))
    case .sigmoid: 1 / (1 + exp(-x))
    case .gelu: x / 2 * (1 + erf(x / 2.0.squareRoot()))
    case .geluTanh: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .hardswish: x * min(max(x + 3, 0), 6) / 6
    case .tanh: tanh(x)
    }
  }
}
