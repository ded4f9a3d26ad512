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

  /// The ring's evidence beside what chance puts there: its share ÷ the ring's share of the cells.
  ///
  /// 1 for evidence that is spread evenly; 0 without positive evidence.
  package var borderRatio: Double {
    let cells = height * width
    guard cells > 0 else { return 0 }
    let ring = Self.ringWidth(height, width)
    let inside = max(0, height - 2 * ring) * max(0, width - 2 * ring)
    return borderShare / (Double(cells - inside) / Double(cells))
  }

  /// True if the ring holds clearly more evidence than by chance: there may be more outside.
  package var touchesBorder: Bool { borderRatio >= Self.clearRatio }

  /// The ratio at which evidence on the ring is no chance.
  static let clearRatio = 1.25

  static func ringWidth(_ height: Int, _ width: Int) -> Int { max(1, min(height, width) / 8) }

  /// `borderRatio` of a row in SQL; rows of every version are judged alike.
  static let ratioSQL: String = {
    let ring = "max(1, min(map_height, map_width) / 8)"
    let inside = "max(0, map_height - 2 * \(ring)) * max(0, map_width - 2 * \(ring))"
    let cells = "(map_height * map_width)"
    return "(border_share * \(cells) / (\(cells) - \(inside)))"
  }()
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
      borderShare: positive > 0 ? onRing / positive : 0)
  }

  /// Tests if a cell is on the outer ring: an eighth of the shorter side, at least one cell wide.
  private static func ring(_ map: AttributionMap) -> (Int) -> Bool {
    let width = ringWidth(map.height, map.width)
    return { place in
      let row = place / map.width
      let column = place % map.width
      return min(row, column, map.height - 1 - row, map.width - 1 - column) < width
    }
  }
}
