import Attribution
import Tensors
import Testing

@Suite("Faithfulness metrics")
struct FaithfulnessMetricsTests {
  private let fixture: MetricFixture
  init() throws { fixture = try MetricFixture() }

  private func readings(
    _ metric: some FaithfulnessMetric, _ probe: FaithfulnessProbe
  ) throws -> [Double] {
    try metric.readings(probe).map(\.value)
  }

  @Test("match grad-cam 1.5.7's ROAD without noise at every percentile")
  func road() throws {
    let probe = try fixture.probe(fixture.cone, settings: MetricSettings(noise: 0))
    let found = try ROAD().readings(probe)
    for (reading, name) in zip(found, ["road-morf", "road-lerf"]) {
      #expect(abs(reading.value - (try fixture.value(name))) < 1e-4, "\(name)")
      let curve = try #require(reading.curve)
      let changes = try fixture.expected("\(name)-changes").reversed()
      for (probability, change) in zip(curve.probabilities.dropFirst(), changes) {
        #expect(abs(probability - (try fixture.value("probability")) - change) < 5e-4, "\(name)")
      }
    }
    let combined = (try fixture.value("road-lerf") - fixture.value("road-morf")) / 2
    #expect(abs(found[2].value - combined) < 1e-4)
  }

  @Test("make ROAD's noise depend on the seed only")
  func roadNoise() throws {
    func road(_ seed: UInt64) throws -> [Double] {
      try readings(
        ROAD(),
        try fixture.probe(fixture.cone, settings: MetricSettings(seed: seed, percentiles: [50])))
    }
    #expect(try road(1) == road(1))
    #expect(try road(1) != road(2))
  }

  @Test("never remove all pixels because of ties, unlike grad-cam")
  func roadTies() throws {
    #expect(try fixture.value("road-ties-removed") == 1)
    let half = fixture.cone.mapValues { max($0 - 0.5, 0) * 2 }
    let found = try readings(
      ROAD(), try fixture.probe(half, settings: MetricSettings(percentiles: [10], noise: 0)))
    #expect(found.filter(\.isFinite).count == 3)
    // Ties are ordered by position, so the result differs from that of the map without ties.
    let whole = try readings(
      ROAD(),
      try fixture.probe(fixture.cone, settings: MetricSettings(percentiles: [10], noise: 0)))
    #expect(found != whole)
  }

  @Test("match the deletion and insertion of RISE's published evaluation")
  func insertionAndDeletion() throws {
    let settings = MetricSettings(steps: 32)
    for (metric, name) in [
      (Deletion() as any FaithfulnessMetric, "deletion"), (Insertion(), "insertion"),
    ] {
      let reading = try metric.readings(try fixture.probe(fixture.cone, settings: settings))[0]
      #expect(abs(reading.value - (try fixture.value(name))) < 1e-4, "\(name)")
      let curve = try #require(reading.curve)
      let expected = try fixture.expected("\(name)-curve")
      #expect(curve.probabilities.count == expected.count)
      for (found, value) in zip(curve.probabilities, expected) {
        #expect(abs(found - value) < 2e-4, "\(name)")
      }
    }
  }

  @Test("replace every pixel if the step count does not divide the pixel count")
  func unevenSteps() throws {
    let probe = try fixture.probe(fixture.cone, settings: MetricSettings(steps: 7))
    let reading = try Deletion().readings(probe)[0]
    let curve = try #require(reading.curve)
    #expect(curve.fractions.first == 0 && curve.fractions.last == 1)
    #expect(curve.fractions.count == 8)
    #expect(abs(curve.probabilities[0] - (try fixture.value("probability"))) < 1e-5)
  }

  @Test("match grad-cam's change of confidence for average drop and increase")
  func dropAndIncrease() throws {
    for (name, map) in [
      ("cone", fixture.cone), ("grad-cam", try fixture.classActivationMap(fixture.image)),
    ] {
      let probe = try fixture.probe(map)
      let drop = try readings(AverageDrop(), probe)[0]
      #expect(abs(drop - (try fixture.value("\(name)-drop"))) < 0.02, "\(name)")
      let isHigher = try fixture.value("\(name)-change") > 0
      #expect(try readings(IncreaseInConfidence(), probe) == [isHigher ? 100 : 0])
    }
  }

  @Test("match grad-cam 1.5.7 for complexity and coherency, and the paper for ADCC")
  func complexityCoherencyADCC() throws {
    let probe = try fixture.probe(try fixture.classActivationMap(fixture.image))
    for (metric, name) in [
      (Complexity() as any FaithfulnessMetric, "complexity"), (Coherency(), "coherency"),
      (ADCC(), "adcc"),
    ] {
      let found = try readings(metric, probe)[0]
      #expect(abs(found - (try fixture.value("grad-cam-\(name)"))) < 1e-4, "\(name)")
    }
    let cone = try readings(Complexity(), try fixture.probe(fixture.cone))[0]
    #expect(abs(cone - (try fixture.value("cone-complexity"))) < 1e-6)
  }

  @Test("are NaN where a map without positive evidence leaves them undefined")
  func blankMap() throws {
    let blank = AttributionMap(height: 2, width: 2, values: [-1, -2, -3, -4])
    let probe = try fixture.probe(blank)
    #expect(try readings(Complexity(), probe) == [0])
    #expect(try readings(Coherency(), probe)[0].isNaN)
    #expect(try readings(ADCC(), probe)[0].isNaN)
    #expect(try readings(EnergyPointingGame(), probe)[0].isNaN)
    // Its pixels are ranked by signed value.
    #expect(probe.ranking.peak.row < 24 && probe.ranking.peak.column < 32)
  }

  @Test("throw if the network is cancelled half-way")
  func cancelled() throws {
    let probe = FaithfulnessProbe(
      image: fixture.pixels, index: 0, probability: 0.5, map: fixture.cone,
      network: { _, _ in [] }, explainer: { _ in fixture.cone })
    #expect(throws: AttributionError.self) { try Deletion().readings(probe) }
  }

  @Test("have unique columns, a reference and conventions")
  func list() {
    let columns = FaithfulnessMetrics.all.flatMap(\.columns)
    #expect(Set(columns.map(\.name)).count == columns.count)
    for metric in FaithfulnessMetrics.all {
      #expect(!metric.reference.isEmpty)
      #expect(metric.convention(MetricSettings()).count > 20)
    }
  }
}
