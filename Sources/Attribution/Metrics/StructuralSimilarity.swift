import Glibc

/// Structural similarity (SSIM) of two maps of equal size: 1 for equal maps, about 0 for unrelated.
///
/// The mean of the local SSIM over all windows inside the map, with Gaussian weights of σ 1.5 in a
/// window of 11 × 11 cells, or of the largest odd size that fits into a smaller map; K₁ 0.01,
/// K₂ 0.03, covariances without Bessel's correction. `range` is the difference between the largest
/// and the smallest possible value. NaN if a value is NaN.
/// Wang et al. 2004, Image Quality Assessment: From Error Visibility to Structural Similarity.
package func structuralSimilarity(
  _ first: AttributionMap, _ second: AttributionMap, range: Double = 1
) -> Double {
  precondition(
    first.height == second.height && first.width == second.width,
    "maps of \(first.height) × \(first.width) and \(second.height) × \(second.width) differ in size"
  )
  let side = structuralSimilarityWindow(height: first.height, width: first.width)
  let weights = gaussianWindow(side)
  let luminance = (0.01 * range) * (0.01 * range)
  let contrast = (0.03 * range) * (0.03 * range)
  var sum = 0.0
  let rows = first.height - side + 1
  let columns = first.width - side + 1
  for top in 0..<rows {
    for left in 0..<columns {
      let local = LocalMoments(first, second, weights, top: top, left: left)
      sum +=
        (2 * local.firstMean * local.secondMean + luminance) * (2 * local.covariance + contrast)
        / ((local.firstMean * local.firstMean + local.secondMean * local.secondMean + luminance)
          * (local.firstVariance + local.secondVariance + contrast))
    }
  }
  return sum / Double(rows * columns)
}

/// Side of the window that `structuralSimilarity` uses for maps of this size.
package func structuralSimilarityWindow(height: Int, width: Int) -> Int {
  let smaller = min(height, width, 11)
  return smaller.isMultiple(of: 2) ? smaller - 1 : smaller
}

/// Gaussian weights of σ 1.5 along one axis, with sum 1.
private func gaussianWindow(_ side: Int) -> [Double] {
  let weights = (0..<side).map { place in
    let distance = Double(place - side / 2)
    return exp(-distance * distance / (2 * 1.5 * 1.5))
  }
  let sum = weights.reduce(0, +)
  return weights.map { $0 / sum }
}

/// Weighted means, variances and covariance of two maps under one window.
private struct LocalMoments {
  var firstMean = 0.0
  var secondMean = 0.0
  var firstVariance = 0.0
  var secondVariance = 0.0
  var covariance = 0.0

  init(
    _ first: AttributionMap, _ second: AttributionMap, _ weights: [Double], top: Int, left: Int
  ) {
    for row in weights.indices {
      for column in weights.indices {
        let weight = weights[row] * weights[column]
        let one = Double(first[top + row, left + column])
        let other = Double(second[top + row, left + column])
        firstMean += weight * one
        secondMean += weight * other
        firstVariance += weight * one * one
        secondVariance += weight * other * other
        covariance += weight * one * other
      }
    }
    firstVariance -= firstMean * firstMean
    secondVariance -= secondMean * secondMean
    covariance -= firstMean * secondMean
  }
}
