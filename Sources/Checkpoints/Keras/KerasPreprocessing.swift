import Architectures
import Support

/// Rescaling and normalisation layers before a network: y = scale · x + offset for each channel,
/// for values x in 0…255.
struct KerasPreprocessing: Sendable {
  private(set) var scale = [Double](repeating: 1, count: 3)
  private(set) var offset = [Double](repeating: 0, count: 3)
  /// True if a layer changes the values.
  private(set) var isStated = false

  /// Applies `layer`; false for a layer that does something else.
  mutating func apply(
    _ layer: KerasLayer, constants: KerasNames
  ) throws(CheckpointError) -> Bool {
    switch layer.kind {
    case "Rescaling":
      guard let factor = layer.numbers("scale") else { return false }
      return join(factor, layer.numbers("offset") ?? [0])
    case "Normalization":
      guard layer.json["config"]?["invert"]?.boolean != true,
        let mean = layer.numbers("mean") ?? constants.values("mean", of: layer.module),
        let variance = layer.numbers("variance") ?? constants.values("variance", of: layer.module),
        variance.allSatisfy({ $0 >= 0 })
      else { return false }
      let deviation = variance.map { max($0.squareRoot(), 1e-7) }
      guard mean.count == deviation.count else { return false }
      return join(deviation.map { 1 / $0 }, zip(mean, deviation).map { -$0 / $1 })
    case "TFOpLambda":
      // tf-keras saves the factor as an argument of the operation after the normalization.
      let factors = layer.operands
      guard factors.count == 3 || factors.count == 1 else { return false }
      switch layer.function {
      case "math.multiply": return join(factors, [0])
      case "math.truediv": return join(factors.map { 1 / $0 }, [0])
      case "math.subtract": return join([1], factors.map { -$0 })
      case "math.add", "__operators__.add": return join([1], factors)
      default: return false
      }
    default: return false
    }
  }

  private mutating func join(_ factor: [Double], _ added: [Double]) -> Bool {
    guard [1, 3].contains(factor.count), [1, 3].contains(added.count),
      (factor + added).allSatisfy(\.isFinite), factor.allSatisfy({ $0 > 0 })
    else { return false }
    for channel in 0..<3 {
      scale[channel] *= factor[channel % factor.count]
      offset[channel] =
        offset[channel] * factor[channel % factor.count] + added[channel % added.count]
    }
    isStated = true
    return true
  }

  /// Mean and standard deviation for values in 0…1; nil if no layer states them.
  var recipe: (mean: [Float], deviation: [Float])? {
    guard isStated else { return nil }
    let deviation = scale.map { 1 / (255 * $0) }
    let mean = zip(offset, deviation).map { -$0 * $1 }
    guard (mean + deviation).allSatisfy(\.isFinite) else { return nil }
    return (mean.map { Float($0) }, deviation.map { Float($0) })
  }
}
