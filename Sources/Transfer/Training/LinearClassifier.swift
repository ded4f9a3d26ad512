/// A softmax classifier over features: logits = W·x + b.
public struct LinearClassifier: Hashable, Sendable {
  /// Number of classes.
  public let classes: Int
  /// Features of an input.
  public let width: Int
  /// W, (classes, width).
  public var weights: [Float]
  /// b, one a class.
  public var biases: [Float]

  /// A classifier of given weights.
  public init(classes: Int, width: Int, weights: [Float], biases: [Float]) {
    precondition(weights.count == classes * width && biases.count == classes)
    self.classes = classes
    self.width = width
    self.weights = weights
    self.biases = biases
  }

  /// The logits of every row, (rows, classes).
  public func logits(_ table: FeatureTable) -> [Float] {
    var result = [Float](repeating: 0, count: table.count * classes)
    for row in 0..<table.count {
      for label in 0..<classes {
        var sum = biases[label]
        for feature in 0..<width {
          sum += weights[label * width + feature] * table.values[row * width + feature]
        }
        result[row * classes + label] = sum
      }
    }
    return result
  }

  /// The class of every row.
  public func predictions(_ table: FeatureTable) -> [Int] {
    let logits = logits(table)
    return (0..<table.count).map { row in
      let scores = logits[row * classes..<(row + 1) * classes]
      return (scores.indices.max { scores[$0] < scores[$1] } ?? scores.startIndex) - row * classes
    }
  }
}
