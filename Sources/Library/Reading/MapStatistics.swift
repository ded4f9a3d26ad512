import Attribution

/// Statistics of a raw map: range, peak, and distribution of the positive evidence.
package struct MapStatistics: Hashable, Sendable {
  package var height, width: Int
  package var minimum, maximum: Float
  package var sum: Double
  /// Place of the first maximum.
  package var peakRow, peakColumn: Int
  /// Fraction of cells that reach half of the maximum; 0 without positive evidence.
  package var area: Double
  /// Fraction of the positive evidence on the outer ring; 0 without positive evidence.
  package var borderShare: Double
  /// True if a cell of the outer ring reaches half of the maximum: there may be evidence outside.
  package var touchesBorder: Bool

}

extension MapStatistics {
  package init(_ map: AttributionMap) {
    let ring = Self.ring(map)
    var peak = 0
    var positive = 0.0
    var onRing = 0.0
    for (place, value) in map.values.enumerated() {
      if value > map.values[peak] { peak = place }
      guard value > 0 else { continue }
      positive += Double(value)
      if ring(place) { onRing += Double(value) }
    }
    let highest = map.values[peak]
    let strong = highest > 0 ? map.values.indices.filter { map.values[$0] >= highest / 2 } : []
    self.init(
      height: map.height, width: map.width, minimum: map.minimum, maximum: highest,
      sum: map.sum, peakRow: peak / map.width, peakColumn: peak % map.width,
      area: Double(strong.count) / Double(map.values.count),
      borderShare: positive > 0 ? onRing / positive : 0, touchesBorder: strong.contains(where: ring)
    )
  }

  /// Tests if a cell is on the outer ring: an eighth of the shorter side, at least one cell wide.
  private static func ring(_ map: AttributionMap) -> (Int) -> Bool {
    let width = max(1, min(map.height, map.width) / 8)
    return { place in
      let row = place / map.width
      let column = place % map.width
      return min(row, column, map.height - 1 - row, map.width - 1 - column) < width
    }
  }
}
