/// What a method says each place of a layer contributes to a target: h × w signed values, row-major.
///
/// The values are raw. ReLU, normalisation and up-sampling happen only for display, so that maps of
/// different classes, methods and images stay comparable.
public struct AttributionMap: Hashable, Sendable {
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int
  /// The values, row by row.
  public let values: [Float]

  /// A map of `height` × `width` values.
  public init(height: Int, width: Int, values: [Float]) {
    precondition(
      height > 0 && width > 0 && values.count == height * width,
      "a map of \(height) × \(width) needs \(height * width) values, not \(values.count)")
    self.height = height
    self.width = width
    self.values = values
  }

  /// The value at a row and column.
  public subscript(row: Int, column: Int) -> Float { values[row * width + column] }

  /// The smallest value.
  public var minimum: Float { values.reduce(.infinity, Swift.min) }

  /// The largest value.
  public var maximum: Float { values.reduce(-.infinity, Swift.max) }

  /// The sum of all values, in double precision.
  public var sum: Double { values.reduce(0) { $0 + Double($1) } }

  /// Whether every value is a number; a map of a broken network may not be.
  public var isFinite: Bool { values.allSatisfy(\.isFinite) }

  /// Whether any place speaks for the target; where none does, there is nothing to draw.
  public var hasPositiveEvidence: Bool { maximum > 0 }

  /// The map with each value replaced by `transform` of it.
  public func mapValues(_ transform: (Float) -> Float) -> AttributionMap {
    AttributionMap(height: height, width: width, values: values.map(transform))
  }
}

extension AttributionMap {
  /// Evidence for the target alone: max(value, 0).
  public var rectified: AttributionMap { mapValues { Swift.max($0, 0) } }

  /// ReLU, then minimum to 0 and maximum to 1; all zero where there is no positive evidence.
  public var normalized: AttributionMap {
    let positive = rectified
    let low = positive.minimum
    let range = positive.maximum - low
    guard range > 0 else {
      // A constant map has no contrast: full where it speaks for the target, else empty.
      return mapValues { _ in positive.maximum > 0 ? 1 : 0 }
    }
    return positive.mapValues { ($0 - low) / range }
  }

  /// Values divided by the largest magnitude, so that −1…1 is the range and 0 stays 0.
  public var signedNormalized: AttributionMap {
    let magnitude = Swift.max(maximum, -minimum)
    return magnitude > 0 ? mapValues { $0 / magnitude } : self
  }
}

extension AttributionMap {
  /// The sum of two maps of equal extents.
  public func adding(_ other: AttributionMap) -> AttributionMap {
    combined(with: other, +)
  }

  /// `combine` of both maps' values at each place.
  public func combined(
    with other: AttributionMap, _ combine: (Float, Float) -> Float
  ) -> AttributionMap {
    precondition(
      height == other.height && width == other.width,
      "maps of \(height) × \(width) and \(other.height) × \(other.width) can't be combined")
    return AttributionMap(
      height: height, width: width, values: zip(values, other.values).map { combine($0, $1) })
  }
}
