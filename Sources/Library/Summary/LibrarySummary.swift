internal import GRDB
import Support
import Transfer

/// A library in numbers: how many, how right, how sure, where the evidence lies.
public struct LibrarySummary: Sendable {
  /// Right and wrong answers among images with a label.
  public struct Accuracy: Hashable, Sendable {
    /// Images with a label and an answer.
    public let count: Int
    /// Those whose most probable class is the true one.
    public let top1: Int
    /// Those whose true class is among the five most probable.
    public let top5: Int
  }

  /// The answers about the images of one true class.
  public struct ClassAccuracy: Hashable, Sendable {
    /// The class.
    public let index: Int
    /// How they were answered.
    public let accuracy: Accuracy
    /// Mean probability of the true class.
    public let meanProbability: Double
  }

  /// A class that was taken for another.
  public struct Confusion: Hashable, Sendable {
    /// The true class.
    public let truth: Int
    /// The class that was answered.
    public let answer: Int
    /// How often.
    public let count: Int
  }

  /// Images that were skipped for one kind of reason.
  public struct Skipped: Hashable, Sendable {
    /// The exit code that the reason means.
    public let status: Int
    /// How many.
    public let count: Int
  }

  /// The library.
  public let library: ImageLibrary
  /// Rows.
  public let images: Int
  /// Skipped images by kind.
  public let skipped: [Skipped]
  /// Means over the images that were answered; nil where there are none.
  public let means: Means?
  /// How right the answers are; nil without labels.
  public let accuracy: Accuracy?
  /// The same for each true class, the worst first.
  public let classes: [ClassAccuracy]
  /// Confusions, the most frequent first.
  public let confusions: [Confusion]
  /// Whether confidence tells how often an answer is right; nil without labels.
  public let calibration: Calibration?

  /// Means over images that were answered.
  public struct Means: Hashable, Sendable {
    /// Probability of the most probable class.
    public let probability: Double
    /// Entropy in nats.
    public let entropy: Double
    /// Share of images whose evidence touches the border.
    public let border: Double
    /// Milliseconds of all four steps.
    public let milliseconds: ImageRecord.Milliseconds
  }

  /// Summarises `library`, with `bins` of equal width in its calibration.
  public init(_ library: ImageLibrary, bins: Int = Calibration.standardBins) throws(Failure) {
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
      // Shares compared without dividing.
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
