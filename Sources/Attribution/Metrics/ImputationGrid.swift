/// One resolution of an imputation: the missing pixels and their linear equations.
///
/// Arrays of unknowns have a border of one zero cell, so loops need no special case at edges.
struct ImputationGrid {
  let height, width: Int
  let isKnown: [Bool]
  /// Width of a row with its border.
  private let stride: Int
  /// With border: the sum of a missing pixel's weights; 0 for known pixels.
  private let diagonal: [Float]
  /// With border: 1 for missing pixels, otherwise 0.
  private let mask: [Float]
  private let missing: Int

  init(height: Int, width: Int, isKnown: [Bool]) {
    self.height = height
    self.width = width
    self.isKnown = isKnown
    stride = width + 2
    var diagonal = [Float](repeating: 0, count: (height + 2) * stride)
    var mask = diagonal
    var missing = 0
    for row in 0..<height {
      for column in 0..<width where !isKnown[row * width + column] {
        let rows = row > 0 ? (row + 1 < height ? 4 : 3) : (row + 1 < height ? 3 : 2)
        let columns = column > 0 ? (column + 1 < width ? 4 : 3) : (column + 1 < width ? 3 : 2)
        // Weights are the outer product of [1 2 1] with itself, without its centre, divided by 12.
        diagonal[(row + 1) * stride + column + 1] = Float(rows * columns - 4) / 12
        mask[(row + 1) * stride + column + 1] = 1
        missing += 1
      }
    }
    self.diagonal = diagonal
    self.mask = mask
    self.missing = missing
  }

  /// The grid of half the resolution; nil if it would have no missing pixel.
  var coarser: ImputationGrid? {
    guard missing > 0, min(height, width) > 2 else { return nil }
    let rows = (height + 1) / 2
    let columns = (width + 1) / 2
    var known = [Bool](repeating: false, count: rows * columns)
    for row in 0..<height {
      for column in 0..<width where isKnown[row * width + column] {
        known[row / 2 * columns + column / 2] = true
      }
    }
    return known.contains(false)
      ? ImputationGrid(height: rows, width: columns, isKnown: known) : nil
  }

  /// Mean of the known values in each cell of the coarser grid.
  func averaged(_ values: [Float]) -> [Float] {
    let columns = (width + 1) / 2
    var sums = [Float](repeating: 0, count: (height + 1) / 2 * columns)
    var counts = sums
    for row in 0..<height {
      for column in 0..<width where isKnown[row * width + column] {
        sums[row / 2 * columns + column / 2] += values[row * width + column]
        counts[row / 2 * columns + column / 2] += 1
      }
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
  }

  /// Interpolates values of the coarser grid bilinearly to this grid.
  func spread(_ coarse: [Float]) -> [Float] {
    let rows = (height + 1) / 2
    let columns = (width + 1) / 2
    // For odd sizes the result has one row or column too many, which is cropped.
    return AttributionMap(height: rows, width: columns, values: coarse)
      .resized(height: rows * 2, width: columns * 2)
      .cropped(rows: 0..<height, columns: 0..<width).values
  }

  /// Returns `values` with solved missing values; the solver starts at `guess` or at the mean.
  func solved(_ values: [Float], from guess: [Float]?) -> [Float] {
    guard missing > 0 else { return values }
    var known = [Float](repeating: 0, count: mask.count)
    var unknown = known
    let mean = self.mean(values)
    for row in 0..<height {
      for column in 0..<width {
        let pixel = row * width + column
        let place = (row + 1) * stride + column + 1
        if isKnown[pixel] {
          known[place] = values[pixel]
        } else {
          unknown[place] = guess?[pixel] ?? mean
        }
      }
    }
    var right = [Float](repeating: 0, count: mask.count)
    neighbours(of: known, into: &right)
    for place in right.indices { right[place] *= mask[place] }
    conjugateGradients(&unknown, right: right)
    var result = values
    for pixel in result.indices where !isKnown[pixel] {
      result[pixel] = unknown[(pixel / width + 1) * stride + pixel % width + 1]
    }
    return result
  }

  private func mean(_ values: [Float]) -> Float {
    let known = values.indices.filter { isKnown[$0] }
    guard !known.isEmpty else { return 0 }
    return known.reduce(0) { $0 + values[$1] } / Float(known.count)
  }

  /// Solves D x − N x = right over the missing pixels by conjugate gradients.
  ///
  /// Stops when the residual norm is 2 × 10⁻⁵ of the right side's, or after 4 · (H + W) steps.
  private func conjugateGradients(_ unknown: inout [Float], right: [Float]) {
    let count = right.count
    var residual = [Float](repeating: 0, count: count)
    var image = residual
    apply(to: unknown, into: &image)
    for place in 0..<count { residual[place] = right[place] - image[place] }
    var direction = residual
    var energy = dot(residual, residual)
    let goal = max(dot(right, right) * 4e-10, 1e-30)
    var steps = 4 * (height + width)
    while energy > goal, steps > 0 {
      apply(to: direction, into: &image)
      let length = Float(energy / dot(direction, image))
      add(length, direction, to: &unknown)
      add(-length, image, to: &residual)
      let next = dot(residual, residual)
      let turn = Float(next / energy)
      residual.withUnsafeBufferPointer { residual in
        direction.withUnsafeMutableBufferPointer { direction in
          for place in 0..<count { direction[place] = residual[place] + turn * direction[place] }
        }
      }
      energy = next
      steps -= 1
    }
  }

  /// target += factor · source.
  private func add(_ factor: Float, _ source: [Float], to target: inout [Float]) {
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        for place in 0..<target.count { target[place] += factor * source[place] }
      }
    }
  }

  /// D x − N x; zero for known pixels.
  private func apply(to x: [Float], into result: inout [Float]) {
    neighbours(of: x, into: &result)
    x.withUnsafeBufferPointer { x in
      result.withUnsafeMutableBufferPointer { result in
        diagonal.withUnsafeBufferPointer { diagonal in
          mask.withUnsafeBufferPointer { mask in
            for place in 0..<result.count {
              result[place] = diagonal[place] * x[place] - mask[place] * result[place]
            }
          }
        }
      }
    }
  }

  /// Weighted sum over the eight neighbours of every pixel inside the border.
  private func neighbours(of x: [Float], into result: inout [Float]) {
    let stride = stride
    x.withUnsafeBufferPointer { x in
      result.withUnsafeMutableBufferPointer { result in
        for row in 1...height {
          let middle = row * stride
          for place in middle + 1...middle + width {
            let beside = x[place - 1] + x[place + 1] + x[place - stride] + x[place + stride]
            let diagonal =
              x[place - stride - 1] + x[place - stride + 1] + x[place + stride - 1]
              + x[place + stride + 1]
            result[place] = beside * (1 / 6) + diagonal * (1 / 12)
          }
        }
      }
    }
  }

  /// Σ aᵢ bᵢ, in eight single-precision lanes that are added to a double every 4096 bytes.
  private func dot(_ a: [Float], _ b: [Float]) -> Double {
    a.withUnsafeBytes { a in
      b.withUnsafeBytes { b in
        let width = MemoryLayout<SIMD8<Float>>.size
        let whole = a.count / width * width
        var total = 0.0
        var sums = SIMD8<Float>.zero
        for offset in Swift.stride(from: 0, to: whole, by: width) {
          sums +=
            a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            * b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
          if offset.isMultiple(of: 4096) {
            total += Double(sums.sum())
            sums = .zero
          }
        }
        total += Double(sums.sum())
        for offset in Swift.stride(from: whole, to: a.count, by: MemoryLayout<Float>.size) {
          total += Double(
            a.loadUnaligned(fromByteOffset: offset, as: Float.self)
              * b.loadUnaligned(fromByteOffset: offset, as: Float.self))
        }
        return total
      }
    }
  }
}
