/// IS-CAM: Score-CAM with the scores averaged over N evenly spaced mask strengths.
///
/// s_k = softmax of (1/N) Σ_n [y((n/N) · x ⊙ norm01(U(A_k))) − y(x)]; default N = 10. y(x) is the
/// same for all channels and cancels. N forward passes per channel. torch-cam accumulates the
/// steps instead of spacing them evenly.
/// Naidu et al. 2020, https://arxiv.org/abs/2010.03023
package struct ISCAM: MaskScoringMethod {
  package let labels = (name: "is-cam", title: "IS-CAM")

  package func masks(_ settings: MethodSettings) -> Int { settings.samples ?? 10 }

  package func vary(
    _ mask: inout [Float], channel: Int, number: Int, _ settings: MethodSettings
  ) {
    let fraction = Float(number + 1) / Float(masks(settings))
    for place in mask.indices { mask[place] *= fraction }
  }
}
