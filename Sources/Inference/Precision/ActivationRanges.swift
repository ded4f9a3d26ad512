/// Measured input ranges and channel means of each 1 × 1 convolution; int8 needs them.
package struct ActivationRanges: Hashable, Sendable {
  package struct Inputs: Hashable, Sendable {
    package var range: ClosedRange<Float>
    /// Mean of each input channel, used to correct the bias for the rounding of the weights.
    package var means: [Float]

    package init(range: ClosedRange<Float>, means: [Float]) {
      (self.range, self.means) = (range, means)
    }
  }

  private var inputs: [String: Inputs] = [:]

  package init() {}

  /// `name` is the prefix of the convolution's tensors.
  package subscript(name: String) -> Inputs? {
    get { inputs[name] }
    set { inputs[name] = newValue }
  }

  package var count: Int { inputs.count }

  /// Text form, one line per convolution, sorted by name: name, smallest, largest, means.
  package var text: String {
    inputs.sorted { $0.key < $1.key }.map { name, inputs in
      let numbers = [inputs.range.lowerBound, inputs.range.upperBound] + inputs.means
      return "\(name) " + numbers.map { "\($0)" }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  /// Parses `text`; nil if a line is not a name and finite numbers, or if smallest > largest.
  package init?(text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Float($0) }.filter(\.isFinite)
      guard words.count >= 3, numbers.count == words.count - 1, numbers[0] <= numbers[1] else {
        return nil
      }
      inputs[String(words[0])] = Inputs(
        range: numbers[0]...numbers[1], means: Array(numbers[2...]))
    }
  }
}
