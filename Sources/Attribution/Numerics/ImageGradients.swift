import Tensors

// Functions for pixel-level methods: image gradients and their reduction over colour channels.

/// Σ_c a ⊙ b of two (C, H, W) tensors.
func channelProduct(_ first: Tensor, _ second: Tensor) -> AttributionMap {
  let product = Tensor(zeros: first.shape)
  for place in 0..<first.count {
    product.storage.mutableBuffer[place] =
      first.storage.buffer[place] * second.storage.buffer[place]
  }
  return channelSum(product)
}

/// max_c |value| of a (C, H, W) tensor.
func largestMagnitude(_ tensor: Tensor) -> AttributionMap {
  let area = tensor.shape[1] * tensor.shape[2]
  var largest = [Float](repeating: 0, count: area)
  for channel in 0..<tensor.shape[0] {
    for (place, value) in tensor.channel(channel).enumerated() {
      largest[place] = max(largest[place], abs(value))
    }
  }
  return AttributionMap(height: tensor.shape[1], width: tensor.shape[2], values: largest)
}

/// Mean of ∂y/∂x (3, H, W) over `count` variations of the image.
///
/// After cancellation, the mean over the variations that were run; throws `cancelled` if none was.
func meanImageGradient(
  _ evidence: LayerEvidence, method: some AttributionMethod, count: Int,
  of variation: @escaping NetworkProbe.Variation
) throws(AttributionError) -> Tensor {
  let image = try evidence.image(for: method)
  var sums = [Double](repeating: 0, count: image.count)
  let done = try evidence.probe(for: method).imageGradients(count: count, of: variation) {
    gradient in
    for place in gradient.indices { sums[place] += Double(gradient[place]) }
  }
  guard done > 0 else { throw .cancelled(method: method.name) }
  return Tensor(shape: image.shape, sums.map { Float($0 / Double(done)) })
}
