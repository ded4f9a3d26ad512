/// A confusion matrix and statistics of it.
package struct Confusion: Hashable, Sendable {
  /// Number of rows, indexed by true class and then predicted class.
  package private(set) var counts: [[Int]]

  package init(classes: Int, truths: [Int], predictions: [Int]) {
    counts = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    for (truth, prediction) in zip(truths, predictions) { counts[truth][prediction] += 1 }
  }

  package var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  package var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// Fraction of correct predictions; 0 without rows.
  package var accuracy: Double { total == 0 ? 0 : Double(correct) / Double(total) }

  /// Fraction of each class that was predicted correctly; nil for a class without rows.
  package var recalls: [Double?] {
    counts.indices.map { label in
      let rows = counts[label].reduce(0, +)
      return rows == 0 ? nil : Double(counts[label][label]) / Double(rows)
    }
  }

  /// The Wilson score interval of the accuracy at 95 %.
  ///
  /// Wilson 1927; unlike the normal approximation it stays within 0…1 and holds for few rows.
  package var interval: ClosedRange<Double> {
    guard total > 0 else { return 0...1 }
    let z = 1.959964
    let n = Double(total)
    let p = accuracy
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let reach = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return max(0, middle - reach)...min(1, middle + reach)
  }
}
