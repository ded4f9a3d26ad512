extension AttributionMap {
  /// Returns the map resampled to `height` × `width` pixels.
  ///
  /// Linear between cell centres, with clamped edges (OpenCV's INTER_LINEAR).
  package func resized(height newHeight: Int, width newWidth: Int) -> AttributionMap {
    let rows = CellTap.centred(from: height, to: newHeight)
    let columns = CellTap.centred(from: width, to: newWidth)
    return AttributionMap(
      height: newHeight, width: newWidth,
      values: values.withUnsafeBufferPointer {
        interpolated($0, width: width, rows: rows, columns: columns)
      })
  }

  package func cropped(rows: Range<Int>, columns: Range<Int>) -> AttributionMap {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= height && columns.lowerBound >= 0
        && columns.upperBound <= width,
      "rows \(rows), columns \(columns) leave a map of \(height) × \(width)")
    return AttributionMap(
      height: rows.count, width: columns.count,
      values: rows.flatMap { row in columns.map { self[row, $0] } })
  }

  package var mirrored: AttributionMap {
    AttributionMap(
      height: height, width: width,
      values: (0..<height).flatMap { row in (0..<width).map { self[row, width - 1 - $0] } })
  }
}

/// The two cells along one axis that an output position lies between, and the weight of the second.
struct CellTap {
  let low, high: Int
  let part: Float

  /// Taps for each output position, with the outer edges of both grids aligned.
  static func centred(from extent: Int, to newExtent: Int) -> [CellTap] {
    (0..<newExtent).map { position in
      let exact = (Double(position) + 0.5) * Double(extent) / Double(newExtent)
      let clamped = min(max(exact - 0.5, 0), Double(extent - 1))
      let low = Int(clamped)
      return CellTap(
        low: low, high: min(low + 1, extent - 1), part: Float(clamped - Double(low)))
    }
  }

  /// Taps with aligned corners: outer cell centres map to outer pixel centres.
  static func cornered(from extent: Int, to newExtent: Int) -> [CellTap] {
    let step = newExtent > 1 ? Float(extent - 1) / Float(newExtent - 1) : 0
    return (0..<newExtent).map { position in
      let exact = Float(position) * step
      let low = min(Int(exact), extent - 1)
      return CellTap(low: low, high: min(low + 1, extent - 1), part: exact - Float(low))
    }
  }

  /// Linear interpolation, exact if both values are equal.
  ///
  /// Otherwise scaling a mask to 0…1 would amplify a constant channel's rounding errors.
  func mix(_ first: Float, _ second: Float) -> Float { first + (second - first) * part }
}

/// The cells of `source`, rows of `width`, interpolated bilinearly at each of `rows` × `columns`.
func interpolated(
  _ source: UnsafeBufferPointer<Float>, width: Int, rows: [CellTap], columns: [CellTap]
) -> [Float] {
  var result = [Float](repeating: 0, count: rows.count * columns.count)
  result.withUnsafeMutableBufferPointer { target in
    for (y, row) in rows.enumerated() {
      let (upper, lower) = (row.low * width, row.high * width)
      for (x, column) in columns.enumerated() {
        let top = column.mix(source[upper + column.low], source[upper + column.high])
        let bottom = column.mix(source[lower + column.low], source[lower + column.high])
        target[y * columns.count + x] = row.mix(top, bottom)
      }
    }
  }
  return result
}
