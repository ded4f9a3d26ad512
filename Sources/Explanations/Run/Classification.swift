import Architectures
import Attribution
import Support

/// Logits and probabilities of one image, with class names.
package struct Classification: Sendable {
  package struct Prediction: Hashable, Sendable {
    package let index: Int
    package let label: String
    /// Its probability; nil if the outputs are plain numbers.
    package let probability: Double?
    package let logit: Float

    /// `39.5 %`, or the output `2.134` if it is a plain number.
    package var answer: String { NumberText.answer(probability, output: Double(logit)) }

    /// The probability as a CSV field; empty if there is none.
    package var probabilityField: String { probability.map { "\($0)" } ?? "" }

    package var json: JSON {
      .object([
        ("index", .integer(index)), ("label", .string(label)),
        ("probability", probability.map { .number($0) } ?? .null),
        ("logit", .float(logit)),
      ])
    }
  }

  package let logits: [Float]
  /// The probability of each class; nil if the logits are plain numbers.
  package let probabilities: [Double]?
  /// What the logits mean.
  package let output: OutputActivation
  private let labels: ClassNames

  package init(logits: [Float], labels: ClassNames, output: OutputActivation = .softmax) {
    self.logits = logits
    self.labels = labels
    self.output = output
    probabilities = output.probabilities(logits)
  }

  /// The `count` classes with the largest logits, best first; ties go to the lower index.
  package func top(_ count: Int) -> [Prediction] {
    func precedes(_ left: Int, _ right: Int) -> Bool {
      logits[left] != logits[right] ? logits[left] > logits[right] : left < right
    }
    guard count < 32 else {
      return logits.indices.sorted(by: precedes).prefix(count).map(prediction)
    }
    // Insertion: most classes are compared with the last of the best only.
    var best: [Int] = []
    for index in logits.indices {
      if best.count == count, let last = best.last, !precedes(index, last) { continue }
      let place = best.firstIndex { precedes(index, $0) } ?? best.count
      best.insert(index, at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(prediction)
  }

  package func prediction(_ index: Int) -> Prediction {
    Prediction(
      index: index, label: labels[index], probability: probabilities?[index], logit: logits[index])
  }

  /// The indices of `target`'s classes for this image, whose true class is `truth`.
  ///
  /// Throws if a name is unknown or ambiguous, or the true class is not known.
  package func classes(_ target: TargetClass, truth: Int? = nil) throws(Failure) -> [Int] {
    switch target {
    case .top(let count): top(count).map(\.index)
    case .truth:
      if let truth {
        [truth]
      } else {
        throw Failure(
          .usage, "can't explain the true class", nil, because: "it is not known",
          advice: "tell it with \(OptionName.truth), where the command takes it")
      }
    case .query(let text): [try labels.index(matching: text, count: logits.count)]
    }
  }
}
