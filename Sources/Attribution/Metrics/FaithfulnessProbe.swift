import Architectures
import Tensors

/// One map of one image, with access to the network for changed versions of the image.
///
/// Scores are probabilities of the explained class; the output itself if it is a plain number.
/// Results that several metrics need are computed once and cached.
package final class FaithfulnessProbe {
  /// Writes changed version `index` of the network's input (3, H, W) to a buffer.
  package typealias Fill = @Sendable (_ index: Int, UnsafeMutableBufferPointer<Float>) -> Void
  /// Returns the logits of `count` inputs.
  package typealias Network = (
    _ count: Int, _ fill: @escaping Fill
  ) throws(AttributionError) -> [[Float]]
  /// Returns the method's raw map of another input (3, H, W).
  package typealias Explainer = (_ image: Tensor) throws(AttributionError) -> AttributionMap

  /// The network's input (3, H, W).
  package let image: Tensor
  package let index: Int
  package let map: AttributionMap
  /// The image's pixels in order of importance.
  package let ranking: SaliencyRanking
  /// Boxes of the objects, in pixels of the network's input; nil if unknown.
  package let boxes: [PixelBox]?
  /// The user's settings.
  package let settings: MetricSettings
  package let probability: Double

  private let output: OutputActivation
  private let network: Network
  private let explainer: Explainer
  private var keptMaskedProbability: Double?
  private var keptMaskedMap: AttributionMap?

  /// Creates a probe for `map`, a method's raw map of `image` (3, H, W) for class `index`.
  package init(
    image: Tensor, index: Int, probability: Double, map: AttributionMap,
    boxes: [PixelBox]? = nil, settings: MetricSettings = MetricSettings(),
    output: OutputActivation = .softmax, network: @escaping Network, explainer: @escaping Explainer
  ) {
    precondition(image.shape.count == 3, "the image is (3, H, W), not \(image.shape)")
    self.image = image
    self.index = index
    self.probability = probability
    self.map = map
    self.boxes = boxes
    self.settings = settings
    self.output = output
    self.network = network
    self.explainer = explainer
    ranking = SaliencyRanking(map, height: image.shape[1], width: image.shape[2])
  }

  /// Returns the class's probability for each of `count` changed versions of the image.
  ///
  /// Throws `cancelled` if the network returns fewer than `count` results.
  package func probabilities(
    count: Int, _ fill: @escaping Fill
  ) throws(AttributionError) -> [Double] {
    let logits = try network(count, fill)
    guard logits.count == count else { throw .cancelled(method: "evaluation") }
    return logits.map { output.probabilities($0)?[index] ?? Double($0[index]) }
  }

  /// Returns the class's probability for the preprocessed image times the displayed map.
  ///
  /// Pixels where the map is 0 become the mean colour.
  package func maskedProbability() throws(AttributionError) -> Double {
    if let keptMaskedProbability { return keptMaskedProbability }
    let masked = maskedImage
    let found = try probabilities(count: 1) { _, input in
      _ = input.update(fromContentsOf: masked.storage.buffer)
    }[0]
    keptMaskedProbability = found
    return found
  }

  /// Returns the method's displayed map of the masked image, at the image's size.
  package func maskedMap() throws(AttributionError) -> AttributionMap {
    if let keptMaskedMap { return keptMaskedMap }
    let found = try displayedMap(of: maskedImage)
    keptMaskedMap = found
    return found
  }

  /// Returns the method's displayed map of another input (3, H, W), at the image's size.
  func displayedMap(of other: Tensor) throws(AttributionError) -> AttributionMap {
    try explainer(other).normalized.resized(height: image.shape[1], width: image.shape[2])
  }

  private var maskedImage: Tensor {
    let masked = Tensor(zeros: image.shape)
    multiply(image, by: ranking.values, into: masked.storage.mutableBuffer)
    return masked
  }
}
