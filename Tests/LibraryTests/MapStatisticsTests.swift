import Attribution
import Library
import Testing

/// A map's numbers, against maps that are summed by hand.
@Suite struct MapStatisticsTests {
  /// A 7×7 map that is `base` everywhere but in some places.
  private func map(_ base: Float, _ places: [(row: Int, column: Int, value: Float)])
    -> AttributionMap
  {
    var values = [Float](repeating: base, count: 49)
    for place in places { values[place.row * 7 + place.column] = place.value }
    return AttributionMap(height: 7, width: 7, values: values)
  }

  @Test func aPeakInTheMiddleTouchesNoBorder() {
    let statistics = MapStatistics(map(0, [(3, 4, 8), (3, 3, 4), (0, 0, 3.9), (1, 1, -5)]))
    #expect(statistics.minimum == -5)
    #expect(statistics.maximum == 8)
    #expect(abs(statistics.sum - 10.9) < 1e-6)
    #expect(statistics.peakRow == 3 && statistics.peakColumn == 4)
    #expect(abs(statistics.area - 2.0 / 49) < 1e-12)
    #expect(abs(statistics.borderShare - 3.9 / 15.9) < 1e-6)
    #expect(!statistics.touchesBorder)
  }

  /// The ring has 24 of 49 places, so an even map has a ratio of 1 and touches nothing.
  @Test func theBorderIsJudgedAgainstChance() {
    let even = MapStatistics(map(1, []))
    #expect(abs(even.borderShare - 24.0 / 49) < 1e-6)
    #expect(abs(even.borderRatio - 1) < 1e-6 && !even.touchesBorder)
    // 24 + 20 of 69 on the ring, beside 24 of 49: 1.302.
    let corner = MapStatistics(map(1, [(0, 0, 21)]))
    #expect(abs(corner.borderRatio - 44.0 / 69 * 49 / 24) < 1e-6)
    #expect(corner.touchesBorder)
    // A strong place on the ring alone is no more than chance puts there.
    let weak = MapStatistics(map(1, [(0, 0, 3), (3, 3, 3)]))
    #expect(!weak.touchesBorder)
  }

  @Test func aMapWithoutPositiveEvidenceHasNoArea() {
    let statistics = MapStatistics(map(-1, []))
    #expect(statistics.area == 0)
    #expect(statistics.borderShare == 0)
    #expect(!statistics.touchesBorder)
    #expect(statistics.peakRow == 0 && statistics.peakColumn == 0)
  }

  @Test func theRingOfALargeMapIsAnEighthWide() {
    var values = [Float](repeating: 0, count: 32 * 32)
    values[16 * 32 + 16] = 1
    values[3 * 32 + 16] = 3
    let outer = MapStatistics(AttributionMap(height: 32, width: 32, values: values))
    #expect(outer.borderShare == 0.75 && outer.touchesBorder)
    // 32² − 24² of 32² places are on the ring.
    #expect(abs(outer.borderRatio - 0.75 / 0.4375) < 1e-12)
    values[3 * 32 + 16] = 0
    values[4 * 32 + 16] = 3
    #expect(MapStatistics(AttributionMap(height: 32, width: 32, values: values)).borderRatio == 0)
  }
}
