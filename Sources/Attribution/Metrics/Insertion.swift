import Tensors

/// Insertion: how fast the probability rises when pixels are restored, most important first.
///
/// Petsiuk et al. 2018, RISE, https://arxiv.org/abs/1806.07421
package struct Insertion: ExchangeMetric {
  package let columns = [MetricColumn("insertion", title: "insertion AUC", better: .higher)]
  package let reference = "Petsiuk et al. 2018, arXiv:1806.07421"

  package init() {}

  func images(_ probe: FaithfulnessProbe) -> (start: Tensor, finish: Tensor) {
    (probe.settings.insertionSubstrate.pixels(of: probe.image), probe.image)
  }

  package func convention(_ settings: MetricSettings) -> String {
    "starting from \(settings.insertionSubstrate.words), pixels are restored in \(settings.steps) "
      + "steps, the largest values of the displayed map first; area under the class's probability "
      + "over the fraction of pixels, by trapezoids, both ends included"
  }
}

extension Substrate {
  var words: String {
    switch self {
    case .zero: "zeros of the preprocessed input (the mean colour, not black)"
    case .blur: "the input blurred by RISE's kernel (11×11, σ 5)"
    }
  }
}
