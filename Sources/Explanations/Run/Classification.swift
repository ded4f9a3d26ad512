import Attribution
import Support

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
    func precedes(_ left: Int, _ right: Int) -> Bool {
      logits[left] != logits[right] ? logits[left] > logits[right] : left < right
    }
    guard count < 32 else {
      return logits.indices.sorted(by: precedes).prefix(count).map(prediction)
    }
    // A few of very many: most classes are compared with the last of the few only.
    var best: [Int] = []
    for index in logits.indices {
      if best.count == count, let last = best.last, !precedes(index, last) { continue }
      let place = best.firstIndex { precedes(index, $0) } ?? best.count
      best.insert(index, at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(prediction)
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
