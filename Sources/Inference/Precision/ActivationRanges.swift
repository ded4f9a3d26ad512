/// Ranges and means of the inputs of each 1 × 1 convolution, measured on images: what int8 needs to know.
public struct ActivationRanges: Hashable, Sendable {
  /// What is known of one convolution's inputs.
  public struct Inputs: Hashable, Sendable {
    /// From the smallest to the largest.
    public var range: ClosedRange<Float>
    /// The mean of each input channel: rounding its weights must not shift what comes of it.
    public var means: [Float]

    /// What is known of one convolution's inputs.
    public init(range: ClosedRange<Float>, means: [Float]) {
      self.range = range
      self.means = means
    }
  }

  private var inputs: [String: Inputs] = [:]

  /// No ranges yet.
  public init() {}

  /// What is known of the inputs of the convolution whose tensors are called `name`.
  public subscript(name: String) -> Inputs? {
    get { inputs[name] }
    set { inputs[name] = newValue }
  }

  /// Number of convolutions.
  public var count: Int { inputs.count }

  /// One line for each convolution, sorted: name, smallest, largest, means.
  public var text: String {
    inputs.sorted { $0.key < $1.key }.map { name, inputs in
      let numbers = [inputs.range.lowerBound, inputs.range.upperBound] + inputs.means
      return "\(name) " + numbers.map { "\($0)" }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  /// What `text` gave; nil if a line is no name and finite numbers, the first two in order.
  public init?(text: String) {
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
