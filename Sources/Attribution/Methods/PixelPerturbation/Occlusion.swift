import Tensors

/// Occlusion: the drop of the score when a patch of the image is covered.
///
/// A patch of the mean colour, by default 1/7 of the image wide, moves in steps of half its size.
/// Each cell of the map is the mean drop over the patches that cover it. One forward pass per patch
/// position.
/// Zeiler and Fergus 2013, https://arxiv.org/abs/1311.2901
package struct Occlusion: PixelMethod {
  package let labels = (name: "occlusion", title: "Occlusion")
  package let needs: EvidenceNeeds = .perturbations
  /// Cells along each side of the map; a patch covers 2 × 2 cells.
  private let cells = 14

  package func passes(channels: Int, isLastStage: Bool, _ settings: MethodSettings) -> Passes {
    Passes(forward: (cells - 1) * (cells - 1))
  }

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    let image = try evidence.image(for: self)
    let positions = cells - 1
    let rows = edges(image.shape[1])
    let columns = edges(image.shape[2])
    let scores = try evidence.probe(for: self).scores(count: positions * positions) {
      index, input in
      let row = index / positions
      let column = index % positions
      cover(
        image, rows: rows[row]..<rows[row + 2], columns: columns[column]..<columns[column + 2],
        into: input)
    }
    guard !scores.isEmpty else { throw .cancelled(method: name) }
    return spread(scores.map { Double(evidence.score - $0) })
  }

  /// Pixel boundaries of the cells along one axis.
  private func edges(_ extent: Int) -> [Int] { (0...cells).map { $0 * extent / cells } }

  /// Averages the drops over the patches that cover each cell.
  private func spread(_ drops: [Double]) -> AttributionMap {
    var sums = [Double](repeating: 0, count: cells * cells)
    var counts = [Double](repeating: 0, count: cells * cells)
    for (index, drop) in drops.enumerated() {
      let row = index / (cells - 1)
      let column = index % (cells - 1)
      for place in [0, 1, cells, cells + 1] {
        sums[row * cells + column + place] += drop
        counts[row * cells + column + place] += 1
      }
    }
    return AttributionMap(
      height: cells, width: cells, values: zip(sums, counts).map { Float($0 / max($1, 1)) })
  }
}

/// Writes the image (3, H, W) with a rectangle set to 0, the mean colour.
private func cover(
  _ image: Tensor, rows: Range<Int>, columns: Range<Int>,
  into input: UnsafeMutableBufferPointer<Float>
) {
  let height = image.shape[1]
  let width = image.shape[2]
  _ = input.update(fromContentsOf: image.storage.buffer)
  for plane in 0..<image.shape[0] {
    for row in rows {
      for column in columns { input[(plane * height + row) * width + column] = 0 }
    }
  }
}
