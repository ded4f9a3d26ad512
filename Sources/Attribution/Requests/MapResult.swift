/// The result of a request.
package struct MapResult: Sendable {
  package let request: MapRequest
  /// The raw, signed map.
  package let map: AttributionMap
  /// True if the caller cancelled; the map then uses only the passes that were done.
  package let isPartial: Bool
  /// The score y of the target that the method explains (see `AttributionMethod.target`).
  package let score: Float
  /// The passes run for it, including the shared forward pass.
  package let passes: Passes
  /// Time from image to map, including shared passes.
  package let milliseconds: Double
}

/// Expected cost of requests, before they are run.
package struct Forecast: Hashable, Sendable {
  /// Number of passes; shared passes are counted once.
  package let passes: Passes
  /// Time from rates measured on this machine for this network and input size.
  package let seconds: Double
}

/// Progress of a computation, in passes.
package struct Progress: Hashable, Sendable {
  package let done, total: Int
  /// Fraction of the work that is done, 0…1; a pass resumed from a late layer counts less.
  package let fraction: Double
  package let secondsElapsed: Double
  /// Estimated remaining time; nil before the first pass is done.
  package let secondsRemaining: Double?
}
