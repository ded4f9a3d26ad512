/// SS-CAM: Score-CAM with the scores averaged over N noisy masks.
///
/// s_k = softmax of (1/N) Σ_n [y(x ⊙ (norm01(U(A_k)) + δ_n)) − y(x)], δ ~ N(0, σ²); defaults N = 35
/// and σ = 2. y(x) is the same for all channels and cancels. N forward passes per channel.
/// Wang et al. 2020, https://arxiv.org/abs/2006.14255
package struct SSCAM: MaskScoringMethod {
  package let labels = (name: "ss-cam", title: "SS-CAM")
  /// Standard deviation σ of the noise.
  private let deviation = 2.0

  package func masks(_ settings: MethodSettings) -> Int { settings.samples ?? 35 }

  package func vary(
    _ mask: inout [Float], channel: Int, number: Int, _ settings: MethodSettings
  ) {
    let draw = UInt64(channel * masks(settings) + number + 1)
    var generator = SeededGenerator(seed: settings.seed &+ draw)
    for place in mask.indices { mask[place] += Float(deviation * generator.normal()) }
  }
}
