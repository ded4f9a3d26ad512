import Attribution
import Library
import Testing

/// Calibration and accuracy, against sums made by hand.
@Suite struct CalibrationTests {
  @Test func theErrorIsTheWeightedDistance() {
    var calibration = Calibration(bins: 10)
    // Bin 0.8–0.9: confidence 0.85, accuracy 0.5; bin 0.2–0.3: confidence 0.25, accuracy 1.
    calibration.add(confidence: 0.82, isCorrect: true)
    calibration.add(confidence: 0.88, isCorrect: false)
    calibration.add(confidence: 0.25, isCorrect: true)
    #expect(calibration.count == 3)
    #expect(abs(calibration.expectedError - (2 * 0.35 + 0.75) / 3) < 1e-12)
    #expect(abs(calibration.maximumError - 0.75) < 1e-12)
    #expect(calibration.bins[8].accuracy == 0.5)
    #expect(calibration.bins[1].accuracy == nil)
  }

  /// 400 answers with confidence 0.05…0.99, right as often as its square root.
  private static var answers: Calibration {
    var generator = SeededGenerator(seed: 3)
    var calibration = Calibration(bins: 10)
    for _ in 0..<400 {
      let confidence = 0.05 + 0.94 * generator.uniform()
      calibration.add(
        confidence: confidence, isCorrect: generator.uniform() < confidence.squareRoot())
    }
    return calibration
  }

  @Test func binsOfEqualCountAreScikitLearns() {
    let bins = Self.answers.equalMassBins
    #expect(bins.map(\.count) == Array(repeating: 40, count: 10))
    let shares = [0.275, 0.35, 0.55, 0.575, 0.775, 0.725, 0.8, 0.875, 0.875, 0.9]
    #expect(bins.map { $0.accuracy ?? -1 } == shares)
    let first = bins.first?.confidence ?? .nan
    #expect(abs(first - 0.10084980985408273) < 1e-12)
    #expect(abs(Self.answers.expectedError - 0.17166262086816952) < 1e-12)
    #expect(abs(Self.answers.equalMassError - 0.17505061524894125) < 1e-12)
  }

  @Test func theTemperatureIsSciPys() throws {
    let temperature = try #require(Self.answers.temperature)
    #expect(abs(temperature.value - 1.5382990244178643) < 1e-5)
    let scaled = Self.answers.scaled(by: temperature)
    #expect(abs(scaled.expectedError - 0.16362095915693176) < 1e-5)
    #expect(abs(scaled.equalMassError - 0.16362095915693178) < 1e-5)
    var right = Calibration(bins: 2)
    right.add(confidence: 0.9, isCorrect: true)
    #expect(right.temperature == nil)
  }

  @Test(arguments: [
    (0, 5, 0.0, 0.43448246478317476), (3, 10, 0.10779126740630102, 0.6032218525388546),
    (10, 10, 0.7224672001371109, 1.0), (377, 400, 0.9151991622718807, 0.9613824572422669),
  ])
  func intervalsOfSharesAreSciPysWilson(correct: Int, count: Int, low: Double, high: Double) throws
  {
    let found = try #require(WilsonInterval.of(correct, of: count))
    #expect(abs(found.lowerBound - low) < 1e-9 && abs(found.upperBound - high) < 1e-9)
    #expect(WilsonInterval.of(0, of: 0) == nil)
  }

  @Test func theDirectionIsNamedIfItIsSure() {
    #expect(Self.answers.direction == .underConfident)
    #expect(Self.answers.directionWords?.hasPrefix("under-confident: mean confidence 50") == true)
    var few = Calibration(bins: 2)
    few.add(confidence: 0.6, isCorrect: true)
    #expect(few.direction == .undecided)
    var wrong = Calibration(bins: 2)
    for _ in 0..<20 { wrong.add(confidence: 0.9, isCorrect: false) }
    #expect(wrong.direction == .overConfident)
  }

  @Test func aReliabilityDiagramHasABarForEachBin() {
    let plot = Self.answers.plot(title: "t", caption: "c")
    #expect(plot.bars.map(\.label) == Array(repeating: "40", count: 10))
    #expect(plot.bars.allSatisfy { $0.interval?.contains($0.height) == true })
  }

  @Test func binsEndWithTheirUpperBound() {
    var calibration = Calibration(bins: 4)
    for confidence in [0, 0.25, 0.2500001, 0.5, 1] {
      calibration.add(confidence: confidence, isCorrect: true)
    }
    #expect(calibration.bins.map(\.count) == [2, 2, 0, 1])
    #expect(Calibration().expectedError == 0)
  }

  @Test func aLibraryIsSummedUp() throws {
    let folder = try TemporaryLibrary()
    let library = try folder.library([
      TemporaryLibrary.record("/a", class: 1, probability: 0.9, truth: 1),
      TemporaryLibrary.record("/b", class: 3, probability: 0.7, truth: 1, rank: 2),
      TemporaryLibrary.record("/c", class: 3, probability: 0.7, truth: 1, rank: 9, border: true),
      TemporaryLibrary.record("/d", class: 2, probability: 0.1, truth: 2),
      TemporaryLibrary.record("/e", class: 0, probability: 0.6),
      TemporaryLibrary.skipped(Array("/f".utf8)),
    ])
    let summary = try LibrarySummary(library, bins: 10)
    #expect(summary.images == 6)
    #expect(summary.answered == 5)
    #expect(summary.accuracy?.count == 4)
    #expect(summary.accuracy?.top1 == 2)
    #expect(summary.accuracy?.top5 == 3)
    // The worst class first: one of three right, then one of one.
    #expect(summary.classes.map(\.index) == [1, 2])
    #expect(summary.classes.first?.accuracy.top5 == 2)
    #expect(summary.confusions.map { [$0.truth, $0.answer, $0.count] } == [[1, 3, 2]])
    #expect(abs((summary.means?.probability ?? 0) - 0.6) < 1e-12)
    #expect(abs((summary.means?.border ?? 0) - 0.2) < 1e-12)
    // |1 − 0.9| + |0 − 1.4| + |1 − 0.1|, over 4.
    #expect(abs((summary.calibration?.expectedError ?? 0) - (0.1 + 1.4 + 0.9) / 4) < 1e-12)
    #expect(summary.plot?.bars.map(\.label) == ["1", "1", "1", "1"])
    #expect(summary.json.text().contains("\"top1\":0.5,\"top5\":0.75"))
  }

  @Test func withoutLabelsThereIsNoAccuracy() throws {
    let folder = try TemporaryLibrary()
    let summary = try LibrarySummary(try folder.library([TemporaryLibrary.record("/a")]))
    #expect(summary.accuracy == nil)
    #expect(summary.plot == nil)
    let empty = try LibrarySummary(try folder.library([], name: "empty"))
    #expect(empty.images == 0)
    #expect(empty.means == nil)
  }
}
