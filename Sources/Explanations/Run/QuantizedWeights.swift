import Architectures
import Checkpoints
import Inference
import Support
import Tensors

/// A checkpoint with 8-bit weights and the activation ranges that int8 needs, as one safetensors
/// file of about a quarter of the size.
///
/// Every weight of two axes or more is rounded to signed bytes with one step a row; the ranges are in
/// the metadata. Other number types read the rounded weights.
package struct QuantizedWeights {
  /// Metadata key of the ranges; one line per convolution.
  package static let rangesKey = "effscope.ranges"

  package let images: Int
  package let convolutions: Int
  package let bytes: [UInt8]
  /// The photographs whose 16-bit grey was clipped, a line each.
  package let warnings: [String]

  /// Measures ranges over `photographs`, prepared by the checkpoint's own recipe.
  package init(
    _ request: NetworkRequest, photographs: [Photograph], progress: (Int) -> Void = { _ in }
  ) throws(Failure) {
    let checkpoint = try NetworkLoader.checkpoint(request)
    let model = try Failure.naming(checkpoint.name) { () throws(InferenceError) in
      try Model(network: checkpoint.network, weights: checkpoint.weights)
    }
    let calibration = RangeCalibration(
      model: model, threads: request.threads ?? NetworkLoader.processorCount)
    var recipe = checkpoint.recipe
    recipe.read(channels: checkpoint.network.inputChannels)
    let used = recipe
    warnings = photographs.compactMap { $0.clippingNote(for: used) }
    for (index, photograph) in photographs.enumerated() {
      try photograph.check(channels: recipe.channels)
      try Failure.naming(photograph.name) { () throws(InferenceError) in
        try calibration.run(photograph.prepared(for: recipe).tensor)
      }
      progress(index + 1)
    }
    guard let ranges = calibration.ranges else {
      throw Failure(
        .usage, "can't calibrate", checkpoint.name, because: "there are no images",
        advice: "give a few photographs of the kind that will be classified")
    }
    images = calibration.images
    convolutions = ranges.count
    let (weights, quantized) = Self.rounded(
      checkpoint.weights, of: checkpoint.network, ranges)
    bytes = SafetensorsWriter.bytes(
      of: weights, quantized: quantized,
      metadata: checkpoint.savedMetadata().merging([Self.rangesKey: ranges.text]) { $1 })
  }

  /// The rounded weights, and all weights with the norms that correct for the rounding.
  ///
  /// Rounding shifts the mean of a convolution's output by Σ (w − rounded w) · mean input; the norm
  /// behind it expects the shifted mean, or the bias makes up for it.
  static func rounded(
    _ weights: StateDictionary, of network: Network, _ ranges: ActivationRanges
  ) -> (weights: StateDictionary, quantized: [String: QuantizedTensor]) {
    var weights = weights
    var quantized: [String: QuantizedTensor] = [:]
    for name in weights.names {
      quantized[name] = weights[name].flatMap(QuantizedTensor.init)
    }
    for case .convolution(let convolution) in network.layers.map(\.operation) {
      let name = "\(convolution.name).weight"
      guard let means = ranges[convolution.name]?.means, let exact = weights[name]?.elements,
        let kept = quantized[name]?.restored.elements, exact.count == kept.count,
        exact.count == convolution.outputChannels * means.count
      else { continue }
      let rows = convolution.outputChannels
      let shifts = (0..<rows).map { row in
        means.indices.reduce(0.0) { sum, column in
          let place = row * means.count + column
          return sum + Double(exact[place] - kept[place]) * Double(means[column])
        }
      }
      if let norm = convolution.normalization {
        weights.add(shifts.map { -$0 }, to: "\(norm.name).running_mean")
      } else {
        weights.add(shifts, to: "\(convolution.name).bias")
      }
    }
    return (weights, quantized)
  }
}

extension StateDictionary {
  /// Adds numbers to a vector; a vector that is missing stays so.
  fileprivate mutating func add(_ numbers: [Double], to name: String) {
    guard let vector = self[name], vector.count == numbers.count else { return }
    let sums = zip(vector.elements, numbers).map { Float(Double($0) + $1) }
    self[name] = Tensor(shape: vector.shape, sums)
  }
}
