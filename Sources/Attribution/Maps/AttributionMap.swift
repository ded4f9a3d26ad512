/// The contribution of each position of a layer to a target: h × w signed values, row-major.
///
/// The values are raw. ReLU, normalisation and up-sampling are applied only for display, so that
/// maps of different classes, methods and images stay comparable.
package struct AttributionMap: Hashable, Sendable {
  package let height, width: Int
  package let values: [Float]

  package init(height: Int, width: Int, values: [Float]) {
    precondition(
      height > 0 && width > 0 && values.count == height * width,
      "a map of \(height) × \(width) needs \(height * width) values, not \(values.count)")
    self.height = height
    self.width = width
    self.values = values
  }

  package subscript(row: Int, column: Int) -> Float { values[row * width + column] }

  package var minimum: Float { values.reduce(.infinity, Swift.min) }

  package var maximum: Float { values.reduce(-.infinity, Swift.max) }

  /// The sum of all values, in double precision.
  package var sum: Double { values.reduce(0) { $0 + Double($1) } }

  /// False if a value is infinite or NaN, which bad weights can cause.
  package var isFinite: Bool { values.allSatisfy(\.isFinite) }

  /// True if a value is positive; otherwise there is nothing to draw.
  package var hasPositiveEvidence: Bool { maximum > 0 }

  package func mapValues(_ transform: (Float) -> Float) -> AttributionMap {
    AttributionMap(height: height, width: width, values: values.map(transform))
  }
}

extension AttributionMap {
  /// Positive evidence only: max(value, 0).
  package var rectified: AttributionMap { mapValues { Swift.max($0, 0) } }

  /// ReLU, then min–max scaling to 0…1; all zero if there is no positive evidence.
  package var normalized: AttributionMap {
    let positive = rectified
    let low = positive.minimum
    let range = positive.maximum - low
    guard range > 0 else {
      // A constant map has no contrast: all 1 if it is positive, otherwise all 0.
      return mapValues { _ in positive.maximum > 0 ? 1 : 0 }
    }
    return positive.mapValues { ($0 - low) / range }
  }
}

extension AttributionMap {
  /// Applies `combine` to the values of two maps of equal size, position by position.
  package func combined(
    with other: AttributionMap, _ combine: (Float, Float) -> Float
  ) -> AttributionMap {
    precondition(
      height == other.height && width == other.width,
      "maps of \(height) × \(width) and \(other.height) × \(other.width) can't be combined")
    return AttributionMap(
      height: height, width: width, values: zip(values, other.values).map { combine($0, $1) })
  }
}
