import Tensors

/// Projection of a (C, h, w) tensor on its first principal component.
///
/// With X (hw × C) centred by channel, the map is X·v₁ = σ₁u₁, with the sign that makes the larger
/// extreme positive. The Lanczos method with full orthogonalisation finds u₁ from products with
/// X·Xᵀ, so no hw × hw or C × C matrix is formed.
func principalProjection(of tensor: Tensor) -> AttributionMap {
  let matrix = CentredMatrix(tensor)
  let vector = matrix.largestLeftSingularVector()
  // σ₁u₁ = X·v₁, and v₁ = Xᵀu₁/σ₁.
  let right = matrix.transposedTimes(vector)
  let norm = right.reduce(0) { $0 + $1 * $1 }.squareRoot()
  var projection = vector.map { $0 * norm }
  let low = projection.min() ?? 0
  let high = projection.max() ?? 0
  // Seg-Eigen-CAM, equation 13: flip where |min| > |max|.
  if -low > high { projection = projection.map { -$0 } }
  return AttributionMap(
    height: tensor.shape[1], width: tensor.shape[2], values: projection.map { Float($0) })
}

/// Xᵀ, stored by rows: one centred channel after another, in double precision.
private struct CentredMatrix {
  let channels, area: Int
  let rows: [Double]

  init(_ tensor: Tensor) {
    channels = tensor.shape[0]
    area = tensor.shape[1] * tensor.shape[2]
    var rows = [Double](repeating: 0, count: channels * area)
    for channel in 0..<channels {
      let values = tensor.channel(channel)
      let mean = values.reduce(0.0) { $0 + Double($1) } / Double(area)
      for place in 0..<area { rows[channel * area + place] = Double(values[place]) - mean }
    }
    self.rows = rows
  }

  /// Xᵀ·u, one value per channel.
  func transposedTimes(_ vector: [Double]) -> [Double] {
    (0..<channels).map { channel in
      dot(rows[channel * area..<(channel + 1) * area], vector[...])
    }
  }

  /// X·Xᵀ·u.
  func gramTimes(_ vector: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: area)
    for (channel, weight) in transposedTimes(vector).enumerated() {
      addScaled(rows[channel * area..<(channel + 1) * area], by: weight, to: &result)
    }
    return result
  }

  /// Left singular vector u₁ of the largest singular value, by the Lanczos method.
  func largestLeftSingularVector() -> [Double] {
    let limit = min(area, 120)
    var generator = SeededGenerator(seed: 1)
    var basis: [[Double]] = []
    var diagonal: [Double] = []
    var offDiagonal: [Double] = []
    var vector = scaledToUnit((0..<area).map { _ in generator.uniform() - 0.5 })
    while let current = vector {
      basis.append(current)
      var next = gramTimes(current)
      diagonal.append(dot(next[...], current[...]))
      // Two rounds of Gram–Schmidt keep the basis orthogonal to working precision.
      for _ in 0..<2 {
        for earlier in basis {
          addScaled(earlier[...], by: -dot(next[...], earlier[...]), to: &next)
        }
      }
      let rest = dot(next[...], next[...]).squareRoot()
      let scale = diagonal.max() ?? 0
      guard basis.count < limit, rest > scale * 1e-14 else { break }
      if basis.count % 10 == 0 {
        let ritz = Tridiagonal(diagonal: diagonal, offDiagonal: offDiagonal).largestEigenvector()
        if rest * abs(ritz[ritz.count - 1]) < scale * 1e-11 { break }
      }
      offDiagonal.append(rest)
      vector = next.map { $0 / rest }
    }
    guard !basis.isEmpty else { return [Double](repeating: 0, count: area) }
    let last = Tridiagonal(
      diagonal: diagonal, offDiagonal: Array(offDiagonal.prefix(basis.count - 1)))
    var result = [Double](repeating: 0, count: area)
    for (weight, column) in zip(last.largestEigenvector(), basis) {
      addScaled(column[...], by: weight, to: &result)
    }
    return scaledToUnit(result) ?? result
  }
}

/// A symmetric tridiagonal matrix, as the Lanczos method produces.
private struct Tridiagonal {
  let diagonal, offDiagonal: [Double]

  /// Eigenvector of the largest eigenvalue, by bisection (Sturm sequence) and inverse iteration.
  func largestEigenvector() -> [Double] {
    let count = diagonal.count
    guard count > 1 else { return [1] }
    let value = largestEigenvalue()
    var vector = [Double](repeating: 1, count: count)
    for _ in 0..<4 { vector = scaledToUnit(solve(shift: value, vector)) ?? vector }
    return vector
  }

  private func largestEigenvalue() -> Double {
    let radius = offDiagonal.map(abs).max() ?? 0
    var low = diagonal.max() ?? 0
    var high = low + 2 * radius
    for _ in 0..<200 where high - low > 1e-16 * abs(high) {
      let middle = (low + high) / 2
      if eigenvalues(above: middle) > 0 { low = middle } else { high = middle }
    }
    return high
  }

  /// Number of eigenvalues above `value`, by the Sturm sequence.
  private func eigenvalues(above value: Double) -> Int {
    var pivot = diagonal[0] - value
    var count = pivot > 0 ? 1 : 0
    for index in 1..<diagonal.count {
      let safe = abs(pivot) < 1e-300 ? -1e-300 : pivot
      pivot = diagonal[index] - value - offDiagonal[index - 1] * offDiagonal[index - 1] / safe
      if pivot > 0 { count += 1 }
    }
    return count
  }

  /// (T − shift·(1 + 10⁻¹⁵))⁻¹ · vector by elimination.
  ///
  /// T − shift is negative semidefinite, so no pivoting is needed.
  private func solve(shift: Double, _ vector: [Double]) -> [Double] {
    let count = diagonal.count
    let shifted = shift + max(abs(shift), 1e-300) * 1e-15
    var pivots = [Double](repeating: 0, count: count)
    var result = vector
    pivots[0] = diagonal[0] - shifted
    for index in 1..<count {
      if abs(pivots[index - 1]) < 1e-300 { pivots[index - 1] = -1e-300 }
      let factor = offDiagonal[index - 1] / pivots[index - 1]
      pivots[index] = diagonal[index] - shifted - factor * offDiagonal[index - 1]
      result[index] -= factor * result[index - 1]
    }
    if abs(pivots[count - 1]) < 1e-300 { pivots[count - 1] = -1e-300 }
    result[count - 1] /= pivots[count - 1]
    for index in (0..<count - 1).reversed() {
      result[index] = (result[index] - offDiagonal[index] * result[index + 1]) / pivots[index]
    }
    return result
  }
}

private func dot(_ first: ArraySlice<Double>, _ second: ArraySlice<Double>) -> Double {
  first.withUnsafeBufferPointer { first in
    second.withUnsafeBufferPointer { second in
      var lanes = SIMD8<Double>.zero
      let whole = first.count & ~7
      for index in stride(from: 0, to: whole, by: 8) {
        for lane in 0..<8 { lanes[lane] += first[index + lane] * second[index + lane] }
      }
      var sum = lanes.sum()
      for index in whole..<first.count { sum += first[index] * second[index] }
      return sum
    }
  }
}

private func addScaled(_ source: ArraySlice<Double>, by weight: Double, to target: inout [Double]) {
  source.withUnsafeBufferPointer { source in
    target.withUnsafeMutableBufferPointer { target in
      for index in 0..<source.count { target[index] += weight * source[index] }
    }
  }
}

private func scaledToUnit(_ vector: [Double]) -> [Double]? {
  let norm = dot(vector[...], vector[...]).squareRoot()
  return norm > 0 ? vector.map { $0 / norm } : nil
}
