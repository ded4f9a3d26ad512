/// Random-CAM: random channel weights, a baseline for other methods.
///
/// Each weight is drawn uniformly from [−1, 1) with the seed of the settings.
package struct RandomCAM: WeightingMethod {
  package let name = "random-cam"
  package let title = "Random-CAM"
  package let reference = "Gildenblat et al. 2021, pytorch-grad-cam"
  package let needs: EvidenceNeeds = .activations

  package init() {}

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    var generator = SeededGenerator(seed: evidence.settings.seed)
    return (0..<evidence.channels).map { _ in Float(generator.uniform() * 2 - 1) }
  }
}
