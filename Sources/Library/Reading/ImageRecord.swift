import Support

/// One image of a library: its file, the network's answer, and the numbers of its map.
package struct ImageRecord: Hashable, Sendable {
  /// Row id.
  package var id: Int64 = 0
  /// Absolute path.
  package var path: RawPath
  /// File size in bytes; nil if the file could not be opened.
  package var byteCount: Int?
  /// Modification time in nanoseconds since 1970.
  package var modified: Int64?
  /// SHA-256 of the file; nil if it could not be read.
  package var digest: [UInt8]?
  /// Size in pixels; nil if the image could not be decoded.
  package var width, height: Int?
  /// Index of the true class; nil without a label.
  package var truth: Int?
  /// Nil for a skipped image.
  package var answer: Answer?
  /// Nil for an examined image.
  package var skipped: Skipped?

  package init(path: RawPath) { self.path = path }

  package var name: String { path.printable }

  package var hexadecimalDigest: String? { digest?.hexadecimal }

  /// True if the answer is the true class; nil without a label or an answer.
  package var isCorrect: Bool? {
    answer.flatMap { $0.isTruthFound ?? $0.truthRank.map { $0 == 1 } }
  }

  package struct Prediction: Hashable, Sendable {
    package let index: Int
    /// Nil if the outputs are plain numbers.
    package let probability: Double?
    package let logit: Float

    package init(index: Int, probability: Double?, logit: Float) {
      (self.index, self.probability, self.logit) = (index, probability, logit)
    }
  }

  /// The network's classification and the numbers of the map.
  package struct Answer: Hashable, Sendable {
    /// The most probable classes, best first; at least one.
    package var predictions: [Prediction]
    /// Entropy of all probabilities in nats: 0 for certain, ln(classes) for uniform; the mean over
    /// the classes for sigmoids, nil for plain numbers.
    package var entropy: Double?
    /// Rank of the true class, 1 for the most probable; nil without a label.
    package var truthRank: Int?
    /// Whether the true class is among the labels that a network of many labels finds; nil for
    /// other networks, whose true class is found if its rank is 1.
    package var isTruthFound: Bool?
    /// Probability of the true class; nil without a label or for plain numbers.
    package var truthProbability: Double?
    /// Index of the class that the map explains.
    package var target: Int
    package var map: MapStatistics
    /// Nil if no overlay was written.
    package var overlay: OverlayName?
    package var milliseconds = Milliseconds()

    package init(predictions: [Prediction], target: Int, map: MapStatistics) {
      self.predictions = predictions
      self.target = target
      self.map = map
    }
  }

  package struct Milliseconds: Hashable, Sendable {
    /// To read and decode.
    package var decode = 0.0
    /// To turn pixels into the network's input.
    package var preprocess = 0.0
    package var forward = 0.0
    /// To compute the map after the forward pass.
    package var attribution = 0.0
  }

  package struct Skipped: Hashable, Sendable {
    /// The exit code of the failure.
    package var status: Int
    package var message: String

    package init(status: Int, message: String) { (self.status, self.message) = (status, message) }
  }
}
