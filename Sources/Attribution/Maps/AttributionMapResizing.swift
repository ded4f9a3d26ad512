/// Interpolation between the cells of a map.
public enum MapInterpolation: String, Hashable, Sendable, CaseIterable {
  /// Nearest cell; the map's true resolution stays visible.
  case nearest
  /// Linear between cell centres, with clamped edges (OpenCV's INTER_LINEAR).
  case bilinear
}

extension AttributionMap {
  /// Returns the map resampled to `height` × `width` pixels.
  public func resized(
    height newHeight: Int, width newWidth: Int, _ interpolation: MapInterpolation = .bilinear
  ) -> AttributionMap {
    let rows = Self.taps(from: height, to: newHeight, interpolation)
    let columns = Self.taps(from: width, to: newWidth, interpolation)
    var result = [Float](repeating: 0, count: newHeight * newWidth)
    values.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        for (y, row) in rows.enumerated() {
          let upper = row.low * width
          let lower = row.high * width
          for (x, column) in columns.enumerated() {
            let top = Self.mix(source[upper + column.low], source[upper + column.high], column.part)
            let bottom = Self.mix(
              source[lower + column.low], source[lower + column.high], column.part)
            target[y * newWidth + x] = Self.mix(top, bottom, row.part)
          }
        }
      }
    }
    return AttributionMap(height: newHeight, width: newWidth, values: result)
  }

  /// Returns a rectangle of the map's cells.
  public func cropped(rows: Range<Int>, columns: Range<Int>) -> AttributionMap {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= height && columns.lowerBound >= 0
        && columns.upperBound <= width,
      "rows \(rows), columns \(columns) leave a map of \(height) × \(width)")
    return AttributionMap(
      height: rows.count, width: columns.count,
      values: rows.flatMap { row in columns.map { self[row, $0] } })
  }

  /// The map mirrored horizontally.
  public var mirrored: AttributionMap {
    AttributionMap(
      height: height, width: width,
      values: (0..<height).flatMap { row in (0..<width).map { self[row, width - 1 - $0] } })
  }

  private static func mix(_ first: Float, _ second: Float, _ part: Float) -> Float {
    first + (second - first) * part
  }

  /// For each output position, the two nearest cells and the weight of the second.
  private static func taps(
    from extent: Int, to newExtent: Int, _ interpolation: MapInterpolation
  ) -> [(low: Int, high: Int, part: Float)] {
    (0..<newExtent).map { position in
      let exact = (Double(position) + 0.5) * Double(extent) / Double(newExtent)
      switch interpolation {
      case .nearest:
        let cell = Swift.min(Int(exact), extent - 1)
        return (cell, cell, 0)
      case .bilinear:
        let clamped = Swift.min(Swift.max(exact - 0.5, 0), Double(extent - 1))
        let low = Int(clamped)
        return (low, Swift.min(low + 1, extent - 1), Float(clamped - Double(low)))
      }
    }
  }
}
