import Glibc
import Tensors

/// Replacement of removed pixels.
package enum Substrate: String, Hashable, Sendable, CaseIterable {
  /// Zero in the preprocessed input: the recipe's mean colour, not black.
  case zero
  /// The image blurred by RISE's kernel: 11 × 11, σ 5, zeros outside the image.
  case blur

  /// Returns the replacement image (3, H, W) for a preprocessed image (3, H, W).
  package func pixels(of image: Tensor) -> Tensor {
    switch self {
    case .zero: Tensor(zeros: image.shape)
    case .blur: blurred(image)
    }
  }
}

/// The image (3, H, W) blurred by RISE's kernel, which is separable.
///
/// RISE's kernel is a unit impulse in 11 × 11 cells filtered by SciPy's `gaussian_filter` with σ 5,
/// truncated at 4 σ and mirrored at the edges; its 121 weights sum to 1.
/// Petsiuk et al. 2018, https://arxiv.org/abs/1806.07421
private func blurred(_ image: Tensor) -> Tensor {
  let kernel = impulseResponse(side: 11, deviation: 5)
  let height = image.shape[1]
  let width = image.shape[2]
  let result = Tensor(zeros: image.shape)
  var across = [Float](repeating: 0, count: height * width)
  for plane in 0..<image.shape[0] {
    let source = image.storage.base + plane * height * width
    let target = result.storage.base + plane * height * width
    for row in 0..<height {
      for column in 0..<width {
        var sum: Float = 0
        for tap in max(0, 5 - column)..<min(11, width + 5 - column) {
          sum += kernel[tap] * source[row * width + column + tap - 5]
        }
        across[row * width + column] = sum
      }
    }
    for row in 0..<height {
      for tap in max(0, 5 - row)..<min(11, height + 5 - row) {
        let start = (row + tap - 5) * width
        for column in 0..<width {
          target[row * width + column] += kernel[tap] * across[start + column]
        }
      }
    }
  }
  return result
}

/// Response of a Gaussian filter with mirrored edges to an impulse in the middle of `side` cells.
private func impulseResponse(side: Int, deviation: Double) -> [Float] {
  let radius = Int(4 * deviation + 0.5)
  let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
  let sum = weights.reduce(0, +)
  var response = [Double](repeating: 0, count: side)
  for place in 0..<side {
    for offset in -radius...radius {
      // Mirrored with the edge cell repeated: … 1 0 | 0 1 2 … 9 10 | 10 9 …
      let folded = ((place + offset) % (2 * side) + 2 * side) % (2 * side)
      let source = folded < side ? folded : 2 * side - 1 - folded
      if source == side / 2 { response[place] += weights[offset + radius] / sum }
    }
  }
  return response.map { Float($0) }
}
