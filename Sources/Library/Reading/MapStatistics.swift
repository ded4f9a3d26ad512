import Attribution

/// A raw map in numbers: its range, its peak, and how its positive evidence is spread.
public struct MapStatistics: Hashable, Sendable {
  /// Rows of the map.
  public var height: Int
  /// Columns of the map.
  public var width: Int
  /// The smallest value.
  public var minimum: Float
  /// The largest value.
  public var maximum: Float
  /// The sum of all values.
  public var sum: Double
  /// The row of the largest value, the first of equals.
  public var peakRow: Int
  /// Its column.
  public var peakColumn: Int
  /// Share of places that reach half of the largest value; 0 without positive evidence.
  public var area: Double
  /// Share of the positive evidence that lies on the map's outer ring; 0 without any.
  public var borderShare: Double
  /// Whether a place of the outer ring reaches half of the largest value: the evidence may go on
  /// beyond what the network saw.
  public var touchesBorder: Bool

  /// Statistics that were computed before.
  public init(
    height: Int, width: Int, minimum: Float, maximum: Float, sum: Double, peakRow: Int,
    peakColumn: Int, area: Double, borderShare: Double, touchesBorder: Bool
  ) {
    self.height = height
    self.width = width
    self.minimum = minimum
    self.maximum = maximum
    self.sum = sum
    self.peakRow = peakRow
    self.peakColumn = peakColumn
    self.area = area
    self.borderShare = borderShare
    self.touchesBorder = touchesBorder
  }

  /// The statistics of `map`.
  public init(_ map: AttributionMap) {
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
    let strong =
      highest > 0 ? map.values.indices.filter { map.values[$0] >= highest / 2 } : []
    self.init(
      height: map.height, width: map.width, minimum: map.minimum, maximum: highest,
      sum: map.sum, peakRow: peak / map.width, peakColumn: peak % map.width,
      area: Double(strong.count) / Double(map.values.count),
      borderShare: positive > 0 ? onRing / positive : 0, touchesBorder: strong.contains(where: ring)
    )
  }

  /// Whether a place lies on the outer ring, which is an eighth of the shorter side wide and one
  /// place at least.
  private static func ring(_ map: AttributionMap) -> (Int) -> Bool {
    let width = max(1, min(map.height, map.width) / 8)
    return { place in
      let row = place / map.width
      let column = place % map.width
      return min(row, column, map.height - 1 - row, map.width - 1 - column) < width
    }
  }
}
