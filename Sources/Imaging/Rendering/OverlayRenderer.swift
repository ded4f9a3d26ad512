import CImageCodecs
import Tensors

/// Draws a map over interleaved 8-bit pixels, row by row: up-sampling, colours, blending, contours.
///
/// PNG files, thumbnails, reports and terminal cells use the same renderer, so equal values have
/// equal colours. The map is up-sampled as numbers and coloured afterwards; colours never mix.
package struct OverlayRenderer {
  private let sampler: MapSampler
  private let table: [(UInt32, UInt32, UInt32, UInt32)]
  private var tracer: ContourTracer
  private let width: Int

  /// Draws `map` over the part `rectangle` (all of it unless given) of a picture of `size`.
  package init(
    _ map: ScaledMap, _ style: OverlayStyle, over size: PixelSize, in rectangle: Rectangle? = nil
  ) {
    width = size.width
    sampler = MapSampler(map, over: size, in: rectangle, style.upSampling)
    table = style.blendTable(neutral: map.neutral)
    tracer = ContourTracer(
      levels: style.contours, color: style.lineColor, thickness: size.lineWidth)
  }

  /// The picture's rows that the map covers.
  package var rows: Range<Int> { sampler.rows }
  /// The picture's columns that the map covers.
  package var columns: Range<Int> { sampler.columns }

  /// Positions on the colour map, 0…1, of the pixels of row `y` in `columns`.
  package func positions(row y: Int) -> [Float] { sampler.values(rows: y..<y + 1) }

  /// Draws row `y`, whose first column is at `pixels`, `channels` bytes a pixel.
  ///
  /// Rows must be drawn from top to bottom, because contours compare each row with those above.
  package mutating func draw(
    row y: Int, into pixels: UnsafeMutablePointer<UInt8>, channels: Int
  ) {
    let target = pixels + columns.lowerBound * channels
    withUnsafeTemporaryAllocation(of: Float.self, capacity: columns.count) { values in
      guard let start = values.baseAddress, !values.isEmpty else { return }
      sampler.fill(start, row: y)
      blend_row(target, channels, start, values.count, table)
      tracer.trace(values, target, channels)
    }
  }

  /// Draws all rows into `pixels`, a whole picture; pixels outside of the rectangle stay unchanged.
  package mutating func draw(into pixels: UnsafeMutableBufferPointer<UInt8>, channels: Int) {
    guard let start = pixels.baseAddress else { return }
    precondition(
      pixels.count >= rows.upperBound * width * channels,
      "\(pixels.count) bytes hold no \(rows.upperBound) rows of \(width) pixels")
    for y in rows { draw(row: y, into: start + y * width * channels, channels: channels) }
  }
}
