import Evaluation
import Testing

/// Intervals against SciPy (Tests/Golden/statistics.py).
@Suite struct StatisticsTests {
  @Test(arguments: [
    (0.95, 1, 12.706204736174694), (0.95, 4, 2.7764451051977934),
    (0.9875, 9, 3.1109348231794756), (0.99, 299, 2.5923718841194776),
  ])
  func studentsTIsSciPys(level: Double, degrees: Int, expected: Double) {
    let found = StudentT.twoSided(level: level, degrees: degrees)
    #expect(abs(found - expected) < 1e-9 * expected)
  }

  @Test func aPairedDifferenceHasSciPysInterval() throws {
    let difference = PairedDifference(
      [0.4, 0.5, 0.45, 0.7, 0.3], [0.35, 0.52, 0.4, 0.6, 0.28], level: 0.95)
    let interval = try #require(difference.interval)
    #expect(abs(difference.mean - 0.04) < 1e-12)
    #expect(abs(interval.lowerBound + 0.014830397542320885) < 1e-9)
    #expect(abs(interval.upperBound - 0.09483039754232087) < 1e-9)
    #expect(!difference.isToldApart)
  }

  @Test func aDifferenceOfOnePairHasNoInterval() {
    let one = PairedDifference([1, .nan], [0.5, 2], level: 0.95)
    #expect(one.count == 1 && one.interval == nil && !one.isToldApart)
    let clear = PairedDifference([1, 1.1, 0.9, 1], [0, 0.1, 0, -0.1], level: 0.95)
    #expect(clear.isToldApart)
  }
}
