import Tensors

// Functions for perturbation methods: channel masks and masked images.

/// One channel of (C, h, w) activations, up-sampled to the image's size and scaled to 0…1.
///
/// Bilinear with aligned corners, as in PyTorch's `align_corners=True`.
func channelMask(_ activations: Tensor, channel: Int, like image: Tensor) -> [Float] {
  var mask = interpolated(
    activations.channel(channel), width: activations.shape[2],
    rows: CellTap.cornered(from: activations.shape[1], to: image.shape[1]),
    columns: CellTap.cornered(from: activations.shape[2], to: image.shape[2]))
  let low = mask.reduce(.infinity, min)
  let range = mask.reduce(-.infinity, max) - low + 1e-8
  for place in mask.indices { mask[place] = (mask[place] - low) / range }
  return mask
}

/// Writes image (3, H, W) ⊙ mask (H, W), the same for each colour channel.
func multiply(
  _ image: Tensor, by mask: [Float], into input: UnsafeMutableBufferPointer<Float>
) {
  let pixels = image.storage.buffer
  for plane in 0..<image.shape[0] {
    let start = plane * mask.count
    for place in mask.indices { input[start + place] = pixels[start + place] * mask[place] }
  }
}
