/// Random-CAM: random weights, the baseline that every method must beat.
///
/// Each channel's weight is drawn from [−1, 1); the seed decides.
public struct RandomCAM: WeightingMethod {
  /// The name on the command line.
  public let name = "random-cam"
  /// The authors' spelling.
  public let title = "Random-CAM"
  /// Where it was published.
  public let reference = "Gildenblat et al. 2021, pytorch-grad-cam"
  /// Activations alone.
  public let needs: Needs = .activations

  /// The method has no settings of its own.
  public init() {}

  /// One random weight a channel.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    var generator = SeededGenerator(seed: evidence.settings.seed)
    return (0..<evidence.channels).map { _ in Float(generator.uniform() * 2 - 1) }
  }
}
