/// The result of a question.
public struct MapResult: Sendable {
  /// The question.
  public let question: MapRequest
  /// The raw, signed map.
  public let map: AttributionMap
  /// True if the caller cancelled; the map then uses only the passes that were done.
  public let isPartial: Bool
  /// The score y of the target that the method explains (see `AttributionMethod.target`).
  public let score: Float
  /// The passes run for it, including the shared forward pass.
  public let passes: Passes
  /// Time from image to map, including shared passes, in milliseconds.
  public let milliseconds: Double

  /// Creates an answer.
  public init(
    question: MapRequest, map: AttributionMap, isPartial: Bool = false, score: Float,
    passes: Passes, milliseconds: Double
  ) {
    self.question = question
    self.map = map
    self.isPartial = isPartial
    self.score = score
    self.passes = passes
    self.milliseconds = milliseconds
  }
}

/// Expected cost of questions, before they are run.
public struct Forecast: Hashable, Sendable {
  /// Number of passes; shared passes are counted once.
  public var passes: Passes
  /// Time in seconds, from rates measured on this machine for this network and input size.
  public var seconds: Double

  /// Creates a forecast.
  public init(passes: Passes, seconds: Double) {
    self.passes = passes
    self.seconds = seconds
  }
}

/// Progress of a computation.
public struct Progress: Hashable, Sendable {
  /// Number of passes done.
  public var done: Int
  /// Total number of passes.
  public var total: Int
  /// Fraction of the work that is done, 0…1; a pass resumed from a late layer counts less.
  public var fraction: Double
  /// Time since the start, in seconds.
  public var secondsElapsed: Double
  /// Estimated remaining time, in seconds; nil before the first pass is done.
  public var secondsRemaining: Double?
}
