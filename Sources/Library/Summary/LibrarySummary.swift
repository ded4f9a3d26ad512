internal import GRDB
import Support

/// Statistics of a library: counts, accuracy, confusions, calibration, means.
package struct LibrarySummary: Sendable {
  package struct Accuracy: Hashable, Sendable {
    /// Numbers of images with a label and an answer, and of those whose true class is the most
    /// probable one or among the five most probable.
    package let count, top1, top5: Int
  }

  /// Accuracy on the images of one true class.
  package struct ClassAccuracy: Hashable, Sendable {
    package let index: Int
    package let accuracy: Accuracy
    /// Mean probability of the true class; nil if the outputs are plain numbers.
    package let meanProbability: Double?
  }

  /// A wrong answer and how often it occurs.
  package struct Confusion: Hashable, Sendable {
    package let truth, answer, count: Int
  }

  /// The number of images skipped with one exit code.
  package struct Skipped: Hashable, Sendable {
    package let status, count: Int
  }

  package let library: ImageLibrary
  package let images: Int
  package let skipped: [Skipped]
  /// Nil if there are no answers.
  package let means: Means?
  /// Nil without labels.
  package let accuracy: Accuracy?
  /// Ordered from the worst accuracy to the best.
  package let classes: [ClassAccuracy]
  /// Ordered from the most frequent.
  package let confusions: [Confusion]
  /// Nil without labels, and for outputs that are not one answer with a confidence.
  package let calibration: Calibration?

  /// Means over the images with an answer.
  package struct Means: Hashable, Sendable {
    /// Nil if the outputs are plain numbers.
    package let probability: Double?
    /// In nats; nil if the outputs are plain numbers.
    package let entropy: Double?
    /// Fraction of images whose evidence touches the map's border.
    package let border: Double
    package let milliseconds: ImageRecord.Milliseconds
  }

  /// Summarises `library`, with `bins` calibration bins.
  package init(_ library: ImageLibrary, bins: Int = Calibration.standardBins) throws(Failure) {
    self.library = library
    images = try library.count()
    skipped = try library.rows(
      "SELECT status, COUNT(*) FROM images WHERE status <> 0 GROUP BY status ORDER BY status"
    ) { row throws(LibraryDamage) in
      Skipped(status: try row.count(0, in: 0...255), count: try row.count(1))
    }
    let averages = try library.rows(
      """
      SELECT AVG(probability), AVG(entropy), AVG(\(LibraryColumn.border.sql)), AVG(decode_ms), AVG(preprocess_ms),
        AVG(forward_ms), AVG(attribution_ms) FROM images WHERE status = 0
      """, Means.init)
    means = averages.first ?? nil
    let classes = try library.rows(
      """
      SELECT truth, COUNT(*), SUM(correct), SUM(truth_rank <= 5), AVG(truth_probability)
      FROM images WHERE correct IS NOT NULL GROUP BY truth
      """
    ) {
      row throws(LibraryDamage) in
      let count = try row.count(1)
      return ClassAccuracy(
        index: try row.count(0),
        accuracy: Accuracy(
          count: count, top1: try row.count(2, in: 0...count),
          top5: try row.count(3, in: 0...count)), meanProbability: try row.fraction(4))
    }
    self.classes = classes.sorted { first, second in
      // Compares fractions without division.
      let mine = first.accuracy.top1 * second.accuracy.count
      let theirs = second.accuracy.top1 * first.accuracy.count
      return mine != theirs ? mine < theirs : first.index < second.index
    }
    confusions = try library.rows(
      """
      SELECT truth, class_index, COUNT(*) AS n FROM images
      WHERE correct = 0 GROUP BY truth, class_index ORDER BY n DESC, truth, class_index
      """
    ) { row throws(LibraryDamage) in
      Confusion(
        truth: try row.count(0), answer: try row.count(1), count: try row.count(2))
    }
    guard !classes.isEmpty else {
      accuracy = nil
      calibration = nil
      return
    }
    accuracy = Accuracy(
      count: classes.reduce(0) { $0 + $1.accuracy.count },
      top1: classes.reduce(0) { $0 + $1.accuracy.top1 },
      top5: classes.reduce(0) { $0 + $1.accuracy.top5 })
    guard library.settings.outputs.objectionToCalibration == nil else {
      calibration = nil
      return
    }
    var calibration = Calibration(bins: bins)
    try library.read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT probability, correct FROM images WHERE correct IS NOT NULL ORDER BY id")
      while let found = try rows.next() {
        let row = CheckedRow(found)
        calibration.add(
          confidence: try row.fraction(0) ?? 0, isCorrect: try row.flag(1) ?? false)
      }
    }
    self.calibration = calibration
  }

}

extension LibrarySummary.Means {
  /// The row of averages; nil if there were no answers.
  fileprivate init?(_ row: CheckedRow) throws(LibraryDamage) {
    guard let border = try row.fraction(2) else { return nil }
    let times = try (3...6).map { index throws(LibraryDamage) in try row.number(index) ?? 0 }
    self.init(
      probability: try row.fraction(0), entropy: try row.number(1), border: border,
      milliseconds: ImageRecord.Milliseconds(
        decode: times[0], preprocess: times[1], forward: times[2], attribution: times[3]))
  }
}

extension ImageLibrary {
  /// `value` of each row of a query.
  fileprivate func rows<Value>(
    _ sql: String, _ value: (CheckedRow) throws(LibraryDamage) -> Value
  ) throws(Failure) -> [Value] {
    try read { try Row.fetchAll($0, sql: sql).map { try value(CheckedRow($0)) } }
  }
}
