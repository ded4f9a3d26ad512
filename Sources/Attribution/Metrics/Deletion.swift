import Tensors

/// Deletion: how fast the probability falls when pixels are removed, most important first.
///
/// Petsiuk et al. 2018, RISE, https://arxiv.org/abs/1806.07421
package struct Deletion: ExchangeMetric {
  package let columns = [MetricColumn("deletion", title: "deletion AUC", better: .lower)]
  package let reference = "Petsiuk et al. 2018, arXiv:1806.07421"

  package init() {}

  func images(_ probe: FaithfulnessProbe) -> (start: Tensor, finish: Tensor) {
    (probe.image, probe.settings.deletionSubstrate.pixels(of: probe.image))
  }

  package func convention(_ settings: MetricSettings) -> String {
    "pixels are replaced by \(settings.deletionSubstrate.words) in \(settings.steps) steps, the "
      + "largest values of the displayed map first; area under the class's probability over the "
      + "fraction of pixels, by trapezoids, both ends included"
  }
}
