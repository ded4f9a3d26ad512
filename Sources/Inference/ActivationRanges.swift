import Architectures
import Tensors

/// The range of the inputs of each 1 × 1 convolution, measured on images: what int8 needs to know.
public struct ActivationRanges: Hashable, Sendable {
  private var ranges: [String: ClosedRange<Float>] = [:]

  /// No ranges yet.
  public init() {}

  /// The range of the inputs of the convolution whose tensors are called `name`.
  public subscript(name: String) -> ClosedRange<Float>? {
    get { ranges[name] }
    set { ranges[name] = newValue }
  }

  /// Number of convolutions.
  public var count: Int { ranges.count }

  /// One line for each convolution, sorted: name, smallest, largest.
  public var text: String {
    ranges.keys.sorted().map { name in
      let range = ranges[name] ?? 0...0
      return "\(name) \(range.lowerBound) \(range.upperBound)"
    }.joined(separator: "\n")
  }

  /// What `text` gave; nil if a line is no name and two finite numbers in order.
  public init?(text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, let low = Float(words[1]), let high = Float(words[2]),
        low.isFinite, high.isFinite, low <= high
      else { return nil }
      ranges[String(words[0])] = low...high
    }
  }
}

/// Measures ranges by running a float32 model over images.
///
/// A range is the mean over the images of each image's smallest and largest input: one picture's rare
/// peak would otherwise coarsen every other picture's steps.
public final class RangeCalibration {
  private let model: Model
  private let threads: Int
  private var session: Session?
  private var sums: [String: (low: Double, high: Double)] = [:]
  /// Images seen.
  public private(set) var images = 0

  /// A calibration of `model`, which must run in float32.
  public init(model: Model, threads: Int = 1) {
    self.model = model
    self.threads = threads
  }

  /// Runs one image of shape (1, channels, height, width).
  public func run(_ image: Tensor) throws(InferenceError) {
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
        let inputs = pass.activation(of: network.layers[layer].inputs[0])?.storage.buffer,
        let low = inputs.min(), let high = inputs.max()
      else { continue }
      sums[name, default: (0, 0)].low += Double(low)
      sums[name, default: (0, 0)].high += Double(high)
    }
    images += 1
  }

  /// The ranges so far; nil before the first image.
  public var ranges: ActivationRanges? {
    guard images > 0 else { return nil }
    var ranges = ActivationRanges()
    for (name, sum) in sums {
      let low = Float(sum.low / Double(images))
      ranges[name] = low...max(low, Float(sum.high / Double(images)))
    }
    return ranges
  }
}
