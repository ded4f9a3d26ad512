import Checkpoints
import Inference
import Support

/// A checkpoint with the activation ranges that int8 needs, in one safetensors file.
///
/// The weights stay in float32: their scales follow from them, and the same file serves every number
/// type. The ranges stand in the file's metadata.
public struct QuantizedWeights {
  /// The metadata's key of the ranges, one line for each convolution.
  public static let rangesKey = "effscope.ranges"

  /// Photographs that the ranges were measured on.
  public let images: Int
  /// Convolutions that have a range.
  public let convolutions: Int
  /// The whole file.
  public let bytes: [UInt8]

  /// Measures ranges over `photographs`, each prepared by the checkpoint's own recipe.
  public init(
    _ request: NetworkRequest, photographs: [Photograph], progress: (Int) -> Void = { _ in }
  ) throws(Failure) {
    let checkpoint = try NetworkLoader.checkpoint(request)
    let calibration: RangeCalibration
    do throws(InferenceError) {
      let model = try Model(network: checkpoint.network, weights: checkpoint.weights)
      calibration = RangeCalibration(
        model: model, threads: request.threads ?? NetworkLoader.processorCount)
    } catch {
      throw Failure(error, subject: checkpoint.name)
    }
    for (index, photograph) in photographs.enumerated() {
      do throws(InferenceError) {
        try calibration.run(photograph.prepared(for: checkpoint.recipe).tensor)
      } catch {
        throw Failure(error, subject: photograph.name)
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
