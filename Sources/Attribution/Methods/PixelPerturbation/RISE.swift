import Tensors

/// RISE: the sum of random soft masks, each weighted by the probability of the masked image.
///
/// By default 1000 masks of 7 × 7 cells, each cell kept with probability ½, up-sampled with a
/// random shift. A logit target is explained as its class's probability.
/// Petsiuk et al. 2018, https://arxiv.org/abs/1806.07421
public struct RISE: AttributionMethod {
  /// The name on the command line.
  public let name = "rise"
  /// The name as its authors write it.
  public let title = "RISE"
  /// Citation of the publication.
  public let reference = "Petsiuk et al. 2018, arXiv:1806.07421"
  /// One forward pass per mask.
  public let needs: EvidenceNeeds = .perturbations
  /// It explains the image.
  public let isPixelLevel = true
  /// Cells along each side of a mask.
  public let cells: Int
  /// Probability that a cell is kept.
  public let kept: Double

  /// Creates the method with masks of `cells` × `cells`, each cell kept with probability `kept`.
  public init(cells: Int = 7, kept: Double = 0.5) {
    self.cells = cells
    self.kept = kept
  }

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 1000 }

  /// One forward pass per mask.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes {
    Passes(forward: samples(settings))
  }

  /// For a logit, the class's probability; other targets are unchanged.
  public func target(for target: Target, logits: [Float]) -> Target {
    if case .logit(let index) = target { return .probability(index) }
    return target
  }

  /// Σ_n score_n · mask_n / (N · kept).
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
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
