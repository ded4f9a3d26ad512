import Tensors

// ROAD's noisy linear imputation: every missing pixel is the weighted mean of its eight neighbours,
// 1/6 for those beside it and 1/12 for the diagonal ones, weights beyond the edge left out. That is
// a discrete Poisson equation over the missing pixels with the known ones as its boundary. It is
// symmetric and positive definite, so that conjugate gradients solve it; they start from the
// solution on a grid half as fine, which has the wide holes filled already.

/// Fills the missing pixels of an image from those that are known.
struct LinearImputation {
  let height: Int
  let width: Int
  private let levels: [ImputationGrid]

  /// `isKnown` says of each pixel, row by row, whether its value is kept.
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

  /// Writes `image`, (3, H, W), with its missing pixels imputed and Gaussian noise of `noise` on
  /// them, which `seed` decides.
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

  /// The values at a level's grid; those of missing pixels are replaced.
  private func solved(_ values: [Float], level: Int) -> [Float] {
    let grid = levels[level]
    guard level + 1 < levels.count else { return grid.solved(values, from: nil) }
    let coarse = solved(grid.averaged(values), level: level + 1)
    return grid.solved(values, from: grid.spread(coarse))
  }
}
