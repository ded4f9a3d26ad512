/// The pixels of an image in the order of their importance, with no ties left to chance.
///
/// A pixel's importance is its value in the map as it is displayed (ReLU, minimum to 0 and maximum
/// to 1 on the map's own grid, then up-sampled bilinearly). Among equal values the larger signed
/// value comes first, then the pixel further up, then the one further left.
public struct SaliencyRanking: Hashable, Sendable {
  /// Rows of the image.
  public let height: Int
  /// Columns of the image.
  public let width: Int
  /// The displayed map at the image's extents, row by row.
  public let values: [Float]
  /// Pixel numbers, row · width + column, the most important first.
  public let order: [Int]
  /// The share of pixels whose place among others was decided by their position alone.
  public let tiedShare: Double

  /// The ranking that the raw `map` gives the pixels of an image.
  public init(_ map: AttributionMap, height: Int, width: Int) {
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

  /// The most important pixel.
  public var peak: (row: Int, column: Int) { (order[0] / width, order[0] % width) }
}
