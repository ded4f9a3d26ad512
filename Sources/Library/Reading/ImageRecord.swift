import Support

/// One image of a library: what it is, what the network answered, where its evidence lies.
public struct ImageRecord: Hashable, Sendable {
  /// The row's number.
  public var id: Int64
  /// The image's path from the root.
  public var path: RawPath
  /// The file's size; nil where it could not be opened.
  public var byteCount: Int?
  /// When the file was changed last, in nanoseconds since 1970.
  public var modified: Int64?
  /// SHA-256 of the file's bytes; nil where they could not be read.
  public var digest: [UInt8]?
  /// Pixels in a row; nil where they could not be decoded.
  public var width: Int?
  /// Number of rows.
  public var height: Int?
  /// The class that is true by the labels; nil without one.
  public var truth: Int?
  /// What the network answered; nil for an image that was skipped.
  public var answer: Answer?
  /// Why the image was skipped; nil for one that was not.
  public var skipped: Skipped?

  /// A row.
  public init(
    id: Int64 = 0, path: RawPath, byteCount: Int? = nil, modified: Int64? = nil,
    digest: [UInt8]? = nil, width: Int? = nil, height: Int? = nil, truth: Int? = nil,
    answer: Answer? = nil, skipped: Skipped? = nil
  ) {
    self.id = id
    self.path = path
    self.byteCount = byteCount
    self.modified = modified
    self.digest = digest
    self.width = width
    self.height = height
    self.truth = truth
    self.answer = answer
    self.skipped = skipped
  }

  /// The path as people read it.
  public var name: String { path.printable }

  /// The content's SHA-256 in hexadecimal digits.
  public var hexadecimalDigest: String? { digest?.hexadecimal }

  /// Whether the most probable class is the true one; nil without either.
  public var isCorrect: Bool? { answer?.truthRank.map { $0 == 1 } }

  /// A class with its score.
  public struct Prediction: Hashable, Sendable {
    /// Class index.
    public let index: Int
    /// Softmax probability over all classes.
    public let probability: Double
    /// The network's raw score.
    public let logit: Float

    /// A class with its score.
    public init(index: Int, probability: Double, logit: Float) {
      self.index = index
      self.probability = probability
      self.logit = logit
    }
  }

  /// What the network answered.
  public struct Answer: Hashable, Sendable {
    /// The most probable classes, best first; one at least.
    public var predictions: [Prediction]
    /// Entropy of all probabilities, in nats: 0 for a certain answer, ln(classes) for none.
    public var entropy: Double
    /// The place of the true class among all, 1 for the most probable; nil without a label.
    public var truthRank: Int?
    /// The probability of the true class; nil without a label.
    public var truthProbability: Double?
    /// The class whose evidence the map shows.
    public var target: Int
    /// The map in numbers.
    public var map: MapStatistics
    /// The overlay's path inside the library's folder; nil where none was written.
    public var overlay: String?
    /// How long everything took.
    public var milliseconds: Milliseconds

    /// An answer.
    public init(
      predictions: [Prediction], entropy: Double, truthRank: Int? = nil,
      truthProbability: Double? = nil, target: Int, map: MapStatistics, overlay: String? = nil,
      milliseconds: Milliseconds
    ) {
      self.predictions = predictions
      self.entropy = entropy
      self.truthRank = truthRank
      self.truthProbability = truthProbability
      self.target = target
      self.map = map
      self.overlay = overlay
      self.milliseconds = milliseconds
    }
  }

  /// Wall times.
  public struct Milliseconds: Hashable, Sendable {
    /// Reading and decoding.
    public var decode: Double
    /// From pixels to the network's input.
    public var preprocess: Double
    /// The forward pass.
    public var forward: Double
    /// What the map took beyond it.
    public var attribution: Double

    /// Times.
    public init(decode: Double, preprocess: Double, forward: Double, attribution: Double) {
      self.decode = decode
      self.preprocess = preprocess
      self.forward = forward
      self.attribution = attribution
    }
  }

  /// Why an image was skipped.
  public struct Skipped: Hashable, Sendable {
    /// What it would have meant for a command of its own.
    public var status: Int
    /// One line.
    public var message: String

    /// A reason.
    public init(status: Int, message: String) {
      self.status = status
      self.message = message
    }
  }
}

extension [UInt8] {
  /// Two hexadecimal digits a byte.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
