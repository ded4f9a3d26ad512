/// A softmax classifier over features: logits = W·x + b.
package struct LinearClassifier: Hashable, Sendable {
  package let classes: Int
  /// Number of features.
  package let width: Int
  /// W, (classes, width).
  package var weights: [Float]
  /// b, (classes).
  package var biases: [Float]

  package init(classes: Int, width: Int, weights: [Float], biases: [Float]) {
    (self.classes, self.width) = (classes, width)
    (self.weights, self.biases) = (weights, biases)
  }

  /// The classifier whose logits are those of this one over `temperature`.
  package func softened(by temperature: Double) -> LinearClassifier {
    LinearClassifier(
      classes: classes, width: width, weights: weights.map { Float(Double($0) / temperature) },
      biases: biases.map { Float(Double($0) / temperature) })
  }

  /// The logits of all rows, (rows, classes).
  package func logits(_ table: FeatureTable) -> [Float] {
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

  /// The most probable class of each row.
  package func predictions(_ table: FeatureTable) -> [Int] {
    let logits = logits(table)
    return (0..<table.count).map { row in
      let scores = logits[row * classes..<(row + 1) * classes]
      return (scores.indices.max { scores[$0] < scores[$1] } ?? scores.startIndex) - row * classes
    }
  }
}
