/// Random-CAM: random channel weights, a baseline for other methods.
///
/// Each weight is drawn uniformly from [−1, 1) with the seed of the settings, as in
/// pytorch-grad-cam (Gildenblat et al. 2021).
package struct RandomCAM: WeightingMethod {
  package let labels = (name: "random-cam", title: "Random-CAM")
  package let needs: EvidenceNeeds = .activations

  package init() {}

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    var generator = SeededGenerator(seed: evidence.settings.seed)
    return (0..<evidence.channels).map { _ in Float(generator.uniform() * 2 - 1) }
  }
}
