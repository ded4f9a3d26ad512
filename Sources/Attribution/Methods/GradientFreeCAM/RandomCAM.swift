/// Random-CAM: random channel weights, a baseline for other methods.
///
/// Each weight is drawn uniformly from [−1, 1) with the seed of the settings.
public struct RandomCAM: WeightingMethod {
  /// The name on the command line.
  public let name = "random-cam"
  /// The name as its authors write it.
  public let title = "Random-CAM"
  /// Citation of the publication.
  public let reference = "Gildenblat et al. 2021, pytorch-grad-cam"
  /// Activations only.
  public let needs: EvidenceNeeds = .activations

  /// The method has no settings of its own.
  public init() {}

  /// One random weight per channel.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    var generator = SeededGenerator(seed: evidence.settings.seed)
    return (0..<evidence.channels).map { _ in Float(generator.uniform() * 2 - 1) }
  }
}
