import Attribution
import Tensors
import Testing

/// Metrics against Quantus and written-out definitions (Tests/Golden/evaluation_metrics.py).
@Suite("Metrics of Quantus")
struct QuantusMetricTests {
  private let fixture: MetricFixture
  private let values: [String: [Double]]

  init() throws {
    fixture = try MetricFixture()
    var values: [String: [Double]] = [:]
    for line in try GoldenFixture.csv("quantus") {
      let fields = line.split(separator: ",")
      values[String(fields[0])] = fields.dropFirst().compactMap { Double($0) }
    }
    self.values = values
  }

  private func value(_ name: String) throws -> Double {
    try #require(values[name]?.first, "\(name)")
  }

  private var settings: MetricSettings {
    var settings = MetricSettings(seed: 5)
    settings.infidelityDraws = 48
    return settings
  }

  private var box: PixelBox {
    get throws { try #require(PixelBox(left: 30, top: 10, right: 50, bottom: 32)) }
  }

  private func reading(
    _ metric: some FaithfulnessMetric, _ map: AttributionMap, boxes: [PixelBox]? = nil
  ) throws -> MetricReading {
    try #require(
      try metric.readings(try fixture.probe(map, settings: settings, boxes: boxes)).first)
  }

  @Test("sparseness, relevance mass and relevance rank match")
  func mapAlone() throws {
    let sparse = try reading(Sparseness(), fixture.cone).value
    #expect(abs(sparse - (try value("sparseness"))) < 1e-6)
    let mass = try reading(RelevanceMass(), fixture.cone, boxes: [try box]).value
    #expect(abs(mass - (try value("relevance-mass"))) < 1e-6)
    let rank = try reading(RelevanceRank(), fixture.cone, boxes: [try box]).value
    #expect(abs(rank - (try value("relevance-rank"))) < 1e-6)
  }

  @Test("infidelity matches with the recorded squares")
  func infidelity() throws {
    let found = try reading(Infidelity(), fixture.cone).value
    #expect(abs(found - (try value("infidelity"))) < 1e-5)
  }

  @Test("max-sensitivity matches with the recorded noise")
  func sensitivity() throws {
    let map = try fixture.classActivationMap(fixture.image)
    let found = try reading(MaxSensitivity(), map).value
    #expect(abs(found - (try value("max-sensitivity"))) < 1e-4)
  }

  @Test("MaxBoxAcc hits at the thresholds of its definition", arguments: ["near", "wide", "far"])
  func maxBoxAccuracy(name: String) throws {
    let places: [String: PixelBox?] = [
      "near": try box, "wide": PixelBox(left: 10, top: 0, right: 64, bottom: 48),
      "far": PixelBox(left: 0, top: 30, right: 12, bottom: 48),
    ]
    let place = try #require(places[name] ?? nil)
    let found = try reading(MaxBoxAccuracy(), fixture.cone, boxes: [place])
    let expected = try #require(values["max-box-acc-\(name)"])
    #expect(found.curve?.probabilities == expected)
    #expect(found.value == expected.max())
  }

  @Test("metrics of places are undefined without boxes or positive evidence")
  func undefined() throws {
    let blank = AttributionMap(height: 1, width: 2, values: [-1, -2])
    for metric in [RelevanceMass(), RelevanceRank(), MaxBoxAccuracy()] as [any FaithfulnessMetric] {
      let without = try metric.readings(try fixture.probe(fixture.cone))
      #expect(without.allSatisfy(\.value.isNaN))
      let none = try metric.readings(try fixture.probe(blank, boxes: [try box]))
      #expect(none.allSatisfy(\.value.isNaN))
    }
    #expect(try reading(MaxSensitivity(), blank).value.isNaN)
  }

  @Test("only max-sensitivity is left out of the standard metrics")
  func costly() {
    let costly = FaithfulnessMetrics.all.filter(\.isCostly).flatMap(\.columns).map(\.name)
    #expect(costly == ["max-sensitivity"])
    #expect(MaxSensitivity().explanations(settings) == 8)
    #expect(Infidelity().passes(settings) == 48)
  }
}
