/// What came of a question.
public struct Answer: Sendable {
  /// The question.
  public let question: Question
  /// The raw, signed map.
  public let map: AttributionMap
  /// Whether the person cancelled before all passes were done; the map is made of those that were.
  public let isPartial: Bool
  /// The score y that the map explains: the question's target as the method understands it.
  public let score: Float
  /// The passes made for it, the shared forward pass included.
  public let passes: Passes
  /// Milliseconds from the image to the map, shared passes included.
  public let milliseconds: Double

  /// An answer.
  public init(
    question: Question, map: AttributionMap, isPartial: Bool = false, score: Float,
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

/// What questions will cost, said before they are asked.
public struct Forecast: Hashable, Sendable {
  /// The passes, shared ones counted once.
  public var passes: Passes
  /// Seconds, from rates measured on this machine for this network and input size.
  public var seconds: Double

  /// A forecast.
  public init(passes: Passes, seconds: Double) {
    self.passes = passes
    self.seconds = seconds
  }
}

/// How far an answer is.
public struct Progress: Hashable, Sendable {
  /// Passes done.
  public var done: Int
  /// Passes in all.
  public var total: Int
  /// The share of the work that is done, 0…1; a pass from a late layer is less work than a whole one.
  public var fraction: Double
  /// Seconds since the start.
  public var secondsElapsed: Double
  /// Seconds that the rest will take at the rate so far; nil before anything is done.
  public var secondsRemaining: Double?
}
