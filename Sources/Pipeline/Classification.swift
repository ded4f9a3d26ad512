import Attribution

/// What a network answers for one image.
public struct Classification: Sendable {
  /// One class with its score.
  public struct Prediction: Hashable, Sendable {
    /// Class index.
    public let index: Int
    /// Class name.
    public let label: String
    /// Softmax probability over all classes.
    public let probability: Double
    /// The network's raw score.
    public let logit: Float

    /// A class with its score.
    public init(index: Int, label: String, probability: Double, logit: Float) {
      self.index = index
      self.label = label
      self.probability = probability
      self.logit = logit
    }

    /// The object of the command line's JSON.
    public var json: JSON {
      .object([
        ("index", .integer(index)), ("label", .string(label)),
        ("probability", .number(probability)),
        ("logit", .float(logit)),
      ])
    }
  }

  /// Raw scores, one a class.
  public let logits: [Float]
  /// Softmax of the logits.
  public let probabilities: [Double]
  private let labels: ClassNames

  /// The classification that `logits` mean.
  public init(logits: [Float], labels: ClassNames) {
    self.logits = logits
    self.labels = labels
    probabilities = Attribution.probabilities(logits)
  }

  /// The `count` most probable classes, best first; ties go to the lower index.
  public func top(_ count: Int) -> [Prediction] {
    let order = logits.indices.sorted { left, right in
      logits[left] != logits[right] ? logits[left] > logits[right] : left < right
    }
    return order.prefix(count).map(prediction)
  }

  /// Class `index` with its score.
  public func prediction(_ index: Int) -> Prediction {
    Prediction(
      index: index, label: labels[index], probability: probabilities[index], logit: logits[index])
  }

  /// The classes that `target` means for this image.
  public func classes(_ target: TargetClass) throws(Failure) -> [Int] {
    switch target {
    case .top(let count): top(count).map(\.index)
    case .query(let text): [try labels.index(matching: text, count: logits.count)]
    }
  }
}
