import Tensors

/// One map of one image, and the network to ask what it thinks of changed versions of it.
///
/// Scores are softmax probabilities of the explained class. What several metrics need is asked for
/// once and kept.
public final class FaithfulnessProbe {
  /// Writes changed version `index` of the network's input, (3, H, W), into a buffer.
  public typealias Fill = @Sendable (_ index: Int, UnsafeMutableBufferPointer<Float>) -> Void
  /// The logits of `count` inputs.
  public typealias Network = (
    _ count: Int, _ fill: @escaping Fill
  ) throws(AttributionError) -> [[Float]]
  /// The raw map that the method makes of another input.
  public typealias Explainer = (_ image: Tensor) throws(AttributionError) -> AttributionMap

  /// The network's input, (3, H, W).
  public let image: Tensor
  /// The explained class.
  public let index: Int
  /// The method's raw map of the image.
  public let map: AttributionMap
  /// The image's pixels by importance.
  public let ranking: SaliencyRanking
  /// Where the objects are, in pixels of the network's input; nil where nobody said.
  public let boxes: [PixelBox]?
  /// The person's choices.
  public let settings: MetricSettings
  /// The class's probability for the unchanged image.
  public let probability: Double

  private let network: Network
  private let explainer: Explainer
  private var keptMaskedProbability: Double?
  private var keptMaskedMap: AttributionMap?

  /// A probe of `map`, which a method made of `image` for class `index`.
  public init(
    image: Tensor, index: Int, probability: Double, map: AttributionMap,
    boxes: [PixelBox]? = nil, settings: MetricSettings = MetricSettings(),
    network: @escaping Network, explainer: @escaping Explainer
  ) {
    precondition(image.shape.count == 3, "the image is (3, H, W), not \(image.shape)")
    self.image = image
    self.index = index
    self.probability = probability
    self.map = map
    self.boxes = boxes
    self.settings = settings
    self.network = network
    self.explainer = explainer
    ranking = SaliencyRanking(map, height: image.shape[1], width: image.shape[2])
  }

  /// The class's probability for each of `count` changed versions of the image.
  public func probabilities(
    count: Int, _ fill: @escaping Fill
  ) throws(AttributionError) -> [Double] {
    let logits = try network(count, fill)
    guard logits.count == count else { throw .cancelled(method: "evaluation") }
    return logits.map { Double(softmax($0)[index]) }
  }

  /// The class's probability for the image times the displayed map, in the input's own units: what
  /// the map leaves out becomes the recipe's mean colour.
  public func maskedProbability() throws(AttributionError) -> Double {
    if let keptMaskedProbability { return keptMaskedProbability }
    let masked = maskedImage
    let found = try probabilities(count: 1) { _, input in
      _ = input.update(fromContentsOf: masked.storage.buffer)
    }[0]
    keptMaskedProbability = found
    return found
  }

  /// What the method makes of the masked image: its displayed map at the image's extents.
  public func maskedMap() throws(AttributionError) -> AttributionMap {
    if let keptMaskedMap { return keptMaskedMap }
    let found = try explainer(maskedImage).normalized
      .resized(height: image.shape[1], width: image.shape[2])
    keptMaskedMap = found
    return found
  }

  private var maskedImage: Tensor {
    let masked = Tensor(zeros: image.shape)
    multiply(image, by: ranking.values, into: masked.storage.mutableBuffer)
    return masked
  }
}
