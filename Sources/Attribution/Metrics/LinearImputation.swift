import Tensors

// ROAD's noisy linear imputation: every missing pixel is the weighted mean of its eight neighbours,
// with weights 1/6 (beside) and 1/12 (diagonal); neighbours outside the image have no weight. This
// is a discrete Poisson equation over the missing pixels with the known pixels as boundary. It is
// symmetric and positive definite, so conjugate gradients solve it. They start from the solution
// on a grid of half the resolution, which already fills wide holes.

/// Fills the missing pixels of an image from the known pixels.
struct LinearImputation {
  let height, width: Int
  private let levels: [ImputationGrid]

  /// Creates an imputation; `isKnown` has one value per pixel, row-major.
  init(height: Int, width: Int, isKnown: [Bool]) {
    precondition(
      isKnown.count == height * width,
      "\(height) × \(width) pixels are not \(isKnown.count)")
    self.height = height
    self.width = width
    var levels = [ImputationGrid(height: height, width: width, isKnown: isKnown)]
    while let next = levels[levels.count - 1].coarser { levels.append(next) }
    self.levels = levels
  }

  /// Writes `image` (3, H, W) with missing pixels imputed plus Gaussian noise.
  ///
  /// `noise` is the standard deviation; `seed` determines the random numbers.
  func fill(
    _ image: Tensor, noise: Float, seed: UInt64,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    let area = height * width
    var generator = SeededGenerator(seed: seed)
    for plane in 0..<image.shape[0] {
      let start = plane * area
      let filled = solved(Array(image.storage.buffer[start..<start + area]), level: 0)
      for pixel in 0..<area {
        output[start + pixel] = filled[pixel]
        if !levels[0].isKnown[pixel] {
          output[start + pixel] += noise * Float(generator.normal())
        }
      }
    }
  }

  /// Returns the values of a level's grid with missing pixels solved.
  private func solved(_ values: [Float], level: Int) -> [Float] {
    let grid = levels[level]
    guard level + 1 < levels.count else { return grid.solved(values, from: nil) }
    let coarse = solved(grid.averaged(values), level: level + 1)
    return grid.solved(values, from: grid.spread(coarse))
  }
}
