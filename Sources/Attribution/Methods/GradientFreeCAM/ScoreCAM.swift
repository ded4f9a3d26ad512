/// Score-CAM: each channel weighted by the score of the image masked with that channel.
///
/// s = softmax over channels of y(x ⊙ norm01(U(A_k))); the paper's baseline term is the same for
/// all channels and cancels. The mask is up-sampled with aligned corners, then scaled to 0…1, as
/// in pytorch-grad-cam. One forward pass per channel.
/// Wang et al. 2020, https://arxiv.org/abs/1910.01279
package struct ScoreCAM: MaskScoringMethod {
  package let labels = (name: "score-cam", title: "Score-CAM")
}
