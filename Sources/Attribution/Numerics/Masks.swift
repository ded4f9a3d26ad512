import Tensors

// Functions for perturbation methods: channel masks, masked images, weights from scores.

/// One channel of (C, h, w) activations, up-sampled to the image's size and scaled to 0…1.
///
/// Bilinear with aligned corners, as in PyTorch's `align_corners=True`.
func channelMask(_ activations: Tensor, channel: Int, like image: Tensor) -> [Float] {
  let height = image.shape[1]
  let width = image.shape[2]
  let source = activations.channel(channel)
  let rows = alignedTaps(from: activations.shape[1], to: height)
  let columns = alignedTaps(from: activations.shape[2], to: width)
  var mask = [Float](repeating: 0, count: height * width)
  for (y, row) in rows.enumerated() {
    let upper = row.low * activations.shape[2]
    let lower = row.high * activations.shape[2]
    for (x, column) in columns.enumerated() {
      let top = between(source[upper + column.low], source[upper + column.high], column.part)
      let bottom = between(source[lower + column.low], source[lower + column.high], column.part)
      mask[y * width + x] = between(top, bottom, row.part)
    }
  }
  let low = mask.reduce(.infinity, min)
  let range = mask.reduce(-.infinity, max) - low + 1e-8
  for place in mask.indices { mask[place] = (mask[place] - low) / range }
  return mask
}

/// Linear interpolation, exact if both values are equal.
///
/// Otherwise the scaling to 0…1 would amplify a constant channel's rounding errors to a full mask.
private func between(_ first: Float, _ second: Float, _ part: Float) -> Float {
  first + (second - first) * part
}

/// Bilinear taps with aligned corners: outer cell centres map to outer pixel centres.
private func alignedTaps(from extent: Int, to newExtent: Int) -> [(
  low: Int, high: Int, part: Float
)] {
  let step = newExtent > 1 ? Float(extent - 1) / Float(newExtent - 1) : 0
  return (0..<newExtent).map { position in
    let exact = Float(position) * step
    let low = min(Int(exact), extent - 1)
    return (low, min(low + 1, extent - 1), exact - Float(low))
  }
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

/// Mean of each group of `size` consecutive scores; the last group may be smaller.
func means(of scores: [Float], every size: Int) -> [Float] {
  stride(from: 0, to: scores.count, by: size).map { start in
    let run = scores[start..<min(start + size, scores.count)]
    return Float(run.reduce(0.0) { $0 + Double($1) } / Double(run.count))
  }
}

/// Softmax of the scores of the first channels in `order`; 0 for all other channels.
///
/// Throws `cancelled` if there are no scores.
func softmaxWeights(
  _ scores: [Float], of order: [Int], channels: Int, method: String
) throws(AttributionError) -> [Float] {
  guard !scores.isEmpty else { throw .cancelled(method: method) }
  var weights = [Float](repeating: 0, count: channels)
  for (channel, weight) in zip(order, softmax(scores)) { weights[channel] = weight }
  return weights
}
