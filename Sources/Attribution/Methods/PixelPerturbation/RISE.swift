import Tensors

/// RISE: the sum of random soft masks, each weighted by the probability of the masked image.
///
/// By default 1000 masks of 7 × 7 cells, each cell kept with probability ½, up-sampled with a
/// random shift. A logit target is explained as its class's probability.
/// Petsiuk et al. 2018, https://arxiv.org/abs/1806.07421
package struct RISE: PixelMethod {
  package let labels = (name: "rise", title: "RISE")
  package let needs: EvidenceNeeds = .perturbations
  /// Cells along each side of a mask.
  private let cells = 7
  /// Probability that a cell is kept.
  private let kept = 0.5

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 1000 }

  package func passes(channels: Int, isLastStage: Bool, _ settings: MethodSettings) -> Passes {
    Passes(forward: samples(settings))
  }

  /// For a logit, the class's probability; other targets are unchanged.
  package func target(for target: Target, logits: [Float]) -> Target {
    if case .logit(let index) = target { return .probability(index) }
    return target
  }

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    let image = try evidence.image(for: self)
    let height = image.shape[1]
    let width = image.shape[2]
    let seed = evidence.settings.seed
    let scores = try evidence.probe(for: self).scores(count: samples(evidence.settings)) {
      index, input in
      multiply(image, by: mask(index, seed: seed, height: height, width: width), into: input)
    }
    guard !scores.isEmpty else { throw .cancelled(method: name) }
    var sums = [Double](repeating: 0, count: height * width)
    for (index, score) in scores.enumerated() {
      let mask = mask(index, seed: seed, height: height, width: width)
      for place in sums.indices { sums[place] += Double(score) * Double(mask[place]) }
    }
    let scale = 1 / (Double(scores.count) * kept)
    return AttributionMap(height: height, width: width, values: sums.map { Float($0 * scale) })
  }

  /// Mask `index` (H, W), row-major.
  ///
  /// A random grid, up-sampled to one cell more than the image and cropped at a random shift.
  private func mask(_ index: Int, seed: UInt64, height: Int, width: Int) -> [Float] {
    var generator = SeededGenerator(seed: seed &+ UInt64(index + 1))
    let grid = AttributionMap(
      height: cells, width: cells,
      values: (0..<cells * cells).map { _ in generator.uniform() < kept ? 1 : 0 })
    let cellHeight = (height + cells - 1) / cells
    let cellWidth = (width + cells - 1) / cells
    let large = grid.resized(height: (cells + 1) * cellHeight, width: (cells + 1) * cellWidth)
    let top = Int(generator.uniform() * Double(cellHeight))
    let left = Int(generator.uniform() * Double(cellWidth))
    return large.cropped(rows: top..<top + height, columns: left..<left + width).values
  }
}
