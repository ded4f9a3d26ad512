/// Rows of features with the class of each row.
package struct FeatureTable: Sendable {
  /// Number of features in a row.
  package let width: Int
  /// Shape (rows, width).
  package private(set) var values: [Float] = []
  /// Class index of each row.
  package private(set) var labels: [Int] = []

  package init(width: Int) { self.width = width }

  package var count: Int { labels.count }

  package mutating func append(_ row: [Float], label: Int) {
    precondition(row.count == width, "a row has \(row.count) features instead of \(width)")
    values += row
    labels.append(label)
  }

  private func row(_ place: Int) -> ArraySlice<Float> {
    values[place * width..<(place + 1) * width]
  }

  /// The rows at `places` in this order.
  package func rows(_ places: [Int]) -> FeatureTable {
    var table = FeatureTable(width: width)
    for place in places { table.append(Array(row(place)), label: labels[place]) }
    return table
  }

  /// The table of (x − mean) · scale, with a mean and a scale of each feature.
  func standardised(_ means: [Float], _ scales: [Float]) -> FeatureTable {
    var table = FeatureTable(width: width)
    for place in 0..<count {
      let values = row(place).enumerated().map { ($1 - means[$0]) * scales[$0] }
      table.append(values, label: labels[place])
    }
    return table
  }
}

/// Row indices for training and validation.
package struct StratifiedSplit: Hashable, Sendable {
  package let training, validation: [Int]

  /// Takes about `fraction` of each class for validation, at least one row and never all.
  ///
  /// Each class must have at least two rows.
  package init(
    labels: [Int], fraction: Double, using generator: inout some RandomNumberGenerator
  ) {
    var training: [Int] = []
    var validation: [Int] = []
    let classes = Dictionary(grouping: labels.indices, by: { labels[$0] })
    for label in classes.keys.sorted() {
      let rows = (classes[label] ?? []).shuffled(using: &generator)
      precondition(rows.count >= 2, "class \(label) has fewer than two rows")
      let aside = min(max(1, Int((Double(rows.count) * fraction).rounded())), rows.count - 1)
      validation += rows.prefix(aside)
      training += rows.dropFirst(aside)
    }
    self.training = training.sorted()
    self.validation = validation.sorted()
  }

  private init(training: [Int], validation: [Int]) {
    (self.training, self.validation) = (training, validation)
  }

  /// The splits of a cross-validation: each row is in the validation part of one of them.
  ///
  /// The rows of each class are dealt out one by one, so that the folds differ by one row a class at
  /// most. Folds without rows are left out.
  package static func folds(
    _ count: Int, labels: [Int], using generator: inout some RandomNumberGenerator
  ) -> [StratifiedSplit] {
    var folds = [[Int]](repeating: [], count: count)
    var next = 0
    let classes = Dictionary(grouping: labels.indices, by: { labels[$0] })
    for label in classes.keys.sorted() {
      for row in (classes[label] ?? []).shuffled(using: &generator) {
        folds[next % count].append(row)
        next += 1
      }
    }
    return folds.filter { !$0.isEmpty }.map { fold in
      let aside = Set(fold)
      return StratifiedSplit(
        training: labels.indices.filter { !aside.contains($0) }, validation: fold.sorted())
    }
  }
}
