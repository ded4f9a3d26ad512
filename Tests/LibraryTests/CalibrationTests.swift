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
    #expect(summary.plot?.series.last?.points.count == 3)
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
