import Architectures
import Tensors

/// Measures activation ranges by running a float32 model on images.
///
/// A range is the mean of the images' smallest inputs to the mean of their largest inputs. The
/// extremes over all images would let one outlier make the int8 steps coarser.
package final class RangeCalibration {
  private let model: Model
  private let threads: Int
  private var session: Session?
  private struct Sums {
    var low = 0.0
    var high = 0.0
    var means: [Double] = []

    /// Adds the extremes and channel means of one image's (C, H, W) tensor.
    mutating func add(_ tensor: Tensor) {
      let channels = tensor.shape[0]
      let positions = tensor.count / max(channels, 1)
      if means.isEmpty { means = Array(repeating: 0, count: channels) }
      low += Double(tensor.storage.buffer.min() ?? 0)
      high += Double(tensor.storage.buffer.max() ?? 0)
      for channel in 0..<channels {
        let plane = tensor.storage.buffer[channel * positions..<(channel + 1) * positions]
        means[channel] += plane.reduce(0) { $0 + Double($1) } / Double(max(positions, 1))
      }
    }
  }

  private var sums: [String: Sums] = [:]
  package private(set) var images = 0

  /// Creates a calibration of `model`, which must run in float32.
  package init(model: Model, threads: Int = 1) {
    self.model = model
    self.threads = threads
  }

  /// Runs one image (1, C, H, W) and adds its statistics.
  package func run(_ image: Tensor) throws(InferenceError) {
    let network = model.network
    let layers = network.matrixLayers
    if session?.inputShape != image.shape {
      guard image.shape.count == 4 else {
        throw .inputShape(expected: [1, network.inputChannels, 0, 0], found: image.shape)
      }
      session = try Session(
        model: model, height: image.shape[2], width: image.shape[3],
        taps: layers.map { network.layers[$0].inputs[0] }, threads: threads)
    }
    guard let pass = try session?.run(image) else { return }
    for layer in layers {
      guard let name = network.convolution(layer)?.name,
        let inputs = pass.activation(of: network.layers[layer].inputs[0])
      else { continue }
      sums[name, default: Sums()].add(inputs)
    }
    images += 1
  }

  /// Ranges over the images run so far; nil before the first image.
  package var ranges: ActivationRanges? {
    guard images > 0 else { return nil }
    var ranges = ActivationRanges()
    for (name, sum) in sums {
      let low = Float(sum.low / Double(images))
      ranges[name] = ActivationRanges.Inputs(
        range: low...max(low, Float(sum.high / Double(images))),
        means: sum.means.map { Float($0 / Double(images)) })
    }
    return ranges
  }
}
