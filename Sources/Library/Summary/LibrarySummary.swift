internal import GRDB
import Support

/// Statistics of a library: counts, accuracy, confusions, calibration, means.
package struct LibrarySummary: Sendable {
  package struct Accuracy: Hashable, Sendable {
    /// Number of images with a label and an answer.
    package let count: Int
    /// Number of images whose most probable class is the true one.
    package let top1: Int
    /// Number of images whose true class is among the five most probable.
    package let top5: Int
  }

  /// Accuracy on the images of one true class.
  package struct ClassAccuracy: Hashable, Sendable {
    package let index: Int
    package let accuracy: Accuracy
    /// Mean probability of the true class.
    package let meanProbability: Double
  }

  /// A wrong answer and how often it occurs.
  package struct Confusion: Hashable, Sendable {
    package let truth: Int
    package let answer: Int
    package let count: Int
  }

  /// The number of images skipped with one exit code.
  package struct Skipped: Hashable, Sendable {
    package let status: Int
    package let count: Int
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
  /// Nil without labels.
  package let calibration: Calibration?

  /// Means over the images with an answer.
  package struct Means: Hashable, Sendable {
    package let probability: Double
    /// In nats.
    package let entropy: Double
    /// Fraction of images whose evidence touches the map's border.
    package let border: Double
    package let milliseconds: ImageRecord.Milliseconds
  }

  /// Summarises `library`, with `bins` calibration bins.
  package init(_ library: ImageLibrary, bins: Int = Calibration.standardBins) throws(Failure) {
    self.library = library
    images = try library.count()
    skipped = try library.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT status, COUNT(*) FROM images WHERE status <> 0 GROUP BY status ORDER BY status"
      ).map { Skipped(status: $0[0], count: $0[1]) }
    }
    means = try library.read(Self.means)
    let classes = try library.read(Self.classes)
    self.classes = classes.sorted { first, second in
      // Compares fractions without division.
      let mine = first.accuracy.top1 * second.accuracy.count
      let theirs = second.accuracy.top1 * first.accuracy.count
      return mine != theirs ? mine < theirs : first.index < second.index
    }
    confusions = try library.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT truth, class_index, COUNT(*) AS n FROM images
          WHERE correct = 0 GROUP BY truth, class_index ORDER BY n DESC, truth, class_index
          """
      ).map { Confusion(truth: $0[0], answer: $0[1], count: $0[2]) }
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
    var calibration = Calibration(bins: bins)
    try library.read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT probability, correct FROM images WHERE correct IS NOT NULL ORDER BY id")
      while let row = try rows.next() {
        calibration.add(confidence: row[0] ?? 0, isCorrect: row[1] ?? false)
      }
    }
    self.calibration = calibration
  }

  private static func means(_ database: Database) throws -> Means? {
    try Row.fetchOne(
      database,
      sql: """
        SELECT AVG(probability), AVG(entropy), AVG(border), AVG(decode_ms), AVG(preprocess_ms),
          AVG(forward_ms), AVG(attribution_ms) FROM images WHERE status = 0
        """
    ).flatMap { row in
      guard let probability: Double = row[0] else { return nil }
      return Means(
        probability: probability, entropy: row[1] ?? 0, border: row[2] ?? 0,
        milliseconds: ImageRecord.Milliseconds(
          decode: row[3] ?? 0, preprocess: row[4] ?? 0, forward: row[5] ?? 0,
          attribution: row[6] ?? 0))
    }
  }

  private static func classes(_ database: Database) throws -> [ClassAccuracy] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT truth, COUNT(*), SUM(correct), SUM(truth_rank <= 5), AVG(truth_probability)
        FROM images WHERE correct IS NOT NULL GROUP BY truth
        """
    ).map { row in
      ClassAccuracy(
        index: row[0], accuracy: Accuracy(count: row[1], top1: row[2], top5: row[3]),
        meanProbability: row[4] ?? 0)
    }
  }
}
