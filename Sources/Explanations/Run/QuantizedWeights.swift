import Checkpoints
import Inference
import Support

/// A checkpoint with the activation ranges that int8 needs, as one safetensors file.
///
/// The weights stay in float32, and the ranges are in the file's metadata, so the file serves every
/// number type.
package struct QuantizedWeights {
  /// Metadata key of the ranges; one line per convolution.
  package static let rangesKey = "effscope.ranges"

  package let images: Int
  package let convolutions: Int
  package let bytes: [UInt8]

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
    bytes = SafetensorsWriter.bytes(
      of: checkpoint.weights,
      metadata: checkpoint.savedMetadata().merging([Self.rangesKey: ranges.text]) { $1 })
  }
}
