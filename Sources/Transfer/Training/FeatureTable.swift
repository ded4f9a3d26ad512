/// Rows of features with the class of each: what a linear classifier is trained on.
public struct FeatureTable: Sendable {
  /// Numbers a row.
  public let width: Int
  /// Row after row.
  public private(set) var values: [Float] = []
  /// The class of each row.
  public private(set) var labels: [Int] = []

  /// A table of rows of `width` numbers.
  public init(width: Int) { self.width = width }

  /// Rows.
  public var count: Int { labels.count }

  /// Adds a row; it must hold `width` numbers.
  public mutating func append(_ row: [Float], label: Int) {
    precondition(row.count == width, "a row has \(row.count) features instead of \(width)")
    values += row
    labels.append(label)
  }

  /// The rows at `places`, in that order.
  public func rows(_ places: [Int]) -> FeatureTable {
    var table = FeatureTable(width: width)
    for place in places {
      table.append(Array(values[place * width..<(place + 1) * width]), label: labels[place])
    }
    return table
  }
}

/// Which rows a classifier is trained on and which it is judged by.
public struct StratifiedSplit: Hashable, Sendable {
  /// Rows to train on.
  public let training: [Int]
  /// Rows to judge by.
  public let validation: [Int]

  /// Puts about `fraction` of every class aside, at least one row of it and never all.
  ///
  /// Every class must have two rows at least. The same generator gives the same split.
  public init(
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
}
