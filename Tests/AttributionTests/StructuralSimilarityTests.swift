import Attribution
import Foundation
import Testing

@Suite("Structural similarity")
struct StructuralSimilarityTests {
  /// The same maps as in Tests/Golden/attribution_metrics.py.
  private func maps(_ height: Int, _ width: Int) -> (AttributionMap, AttributionMap) {
    var first: [Float] = []
    var second: [Float] = []
    for y in 0..<height {
      for x in 0..<width {
        let wave = cos(Double(x) / 3)
        first.append(Float((sin(Double(y) / 2) * wave + 1) / 2))
        second.append(Float((sin(Double(y) / 2 + 0.4) * wave * wave + 1) / 2))
      }
    }
    return (
      AttributionMap(height: height, width: width, values: first),
      AttributionMap(height: height, width: width, values: second)
    )
  }

  @Test(
    "matches scikit-image with Gaussian weights, also for small maps",
    arguments: [(19, 23, 11), (7, 7, 7), (5, 8, 5)])
  func againstScikitImage(_ height: Int, _ width: Int, _ window: Int) throws {
    let (first, second) = maps(height, width)
    #expect(structuralSimilarityWindow(height: height, width: width) == window)
    let line = try #require(
      try GoldenFixture.csv("metrics").first { $0.hasPrefix("ssim-\(height)x\(width),") })
    let expected = try #require(Double(line.split(separator: ",")[1]))
    #expect(abs(structuralSimilarity(first, second) - expected) < 1e-8)
  }

  @Test("is 1 for equal maps, even with a single cell")
  func equal() {
    let (map, _) = maps(9, 9)
    #expect(structuralSimilarity(map, map) == 1)
    let dot = AttributionMap(height: 1, width: 1, values: [0.5])
    #expect(structuralSimilarity(dot, dot) == 1)
  }
}

@Suite("A metric's curve")
struct MetricCurveTests {
  @Test("has the trapezoid area, also for uneven steps")
  func area() {
    let curve = MetricCurve(fractions: [0, 0.25, 1], probabilities: [1, 0.5, 0])
    #expect(curve.area == 0.25 * 0.75 + 0.75 * 0.25)
    #expect(MetricCurve(fractions: [0], probabilities: [1]).area == 0)
  }

  @Test("is averaged point by point if the fractions are equal")
  func mean() {
    let first = MetricCurve(fractions: [0, 1], probabilities: [1, 0])
    let second = MetricCurve(fractions: [0, 1], probabilities: [0.5, 0.25])
    #expect(MetricCurve.mean(of: [first, second])?.probabilities == [0.75, 0.125])
    let other = MetricCurve(fractions: [0, 0.5], probabilities: [1, 0])
    #expect(MetricCurve.mean(of: [first, other]) == nil)
    #expect(MetricCurve.mean(of: []) == nil)
  }
}
