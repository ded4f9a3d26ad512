/// The pixels of an image in order of importance, with a fixed order for ties.
///
/// A pixel's importance is its value in the displayed map (ReLU, min–max scaling to 0…1 on the
/// map's own grid, then bilinear up-sampling). Ties are ordered by larger signed value, then by
/// smaller row, then by smaller column.
package struct SaliencyRanking: Hashable, Sendable {
  package let height, width: Int
  /// The displayed map at the image's size, row-major.
  package let values: [Float]
  /// Pixel indices, row · width + column, most important first.
  package let order: [Int]
  /// Fraction of pixels that are tied with another pixel, so that only the position orders them.
  package let tiedShare: Double

  package init(_ map: AttributionMap, height: Int, width: Int) {
    self.height = height
    self.width = width
    let displayed = map.normalized.resized(height: height, width: width).values
    let signed = map.resized(height: height, width: width).values
    values = displayed
    let sorted = displayed.indices.sorted { first, second in
      if displayed[first] != displayed[second] { return displayed[first] > displayed[second] }
      if signed[first] != signed[second] { return signed[first] > signed[second] }
      return first < second
    }
    func isTied(_ place: Int, _ other: Int) -> Bool {
      displayed[sorted[place]] == displayed[sorted[other]]
        && signed[sorted[place]] == signed[sorted[other]]
    }
    let tied = sorted.indices.count { place in
      place > 0 && isTied(place, place - 1)
        || place + 1 < sorted.count && isTied(place, place + 1)
    }
    order = sorted
    tiedShare = Double(tied) / Double(max(sorted.count, 1))
  }

  package var peak: (row: Int, column: Int) { (order[0] / width, order[0] % width) }
}
