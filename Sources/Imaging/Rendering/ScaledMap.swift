import Tensors

/// An attribution map scaled for display: `height` × `width` values, 0…1.
///
/// In a signed map 0.5 stands for zero; `neutral` is then 0.5.
package struct ScaledMap: Sendable, Hashable {
  package let width, height: Int
  /// The values, (height, width).
  package let values: [Float]
  /// The value that stands for no evidence: 0, or 0.5 when the map is signed.
  package let neutral: Float

  package init(width: Int, height: Int, values: [Float], neutral: Float = 0) {
    precondition(
      width > 0 && height > 0 && values.count == width * height,
      "a map of \(width)×\(height) can't hold \(values.count) values")
    (self.width, self.height) = (width, height)
    self.values = values
    self.neutral = neutral
  }

  package var size: PixelSize { PixelSize(width: width, height: height) }

  /// Interpolation between the map's cells.
  package enum UpSampling: String, Sendable, Hashable, CaseIterable {
    /// Linear between cell centres, edges repeated: OpenCV's `INTER_LINEAR`.
    case bilinear
    /// The nearest cell.
    case nearest
  }

  package func upSampled(to size: PixelSize, _ mode: UpSampling = .bilinear) -> ScaledMap {
    let all = Rectangle(all: size)
    return ScaledMap(
      width: size.width, height: size.height,
      values: sampled(all, ofMapIn: all, size: size, mode), neutral: neutral)
  }

  /// The map at the size of a picture in which it fills `rectangle`: (height, width) values, NaN
  /// for pixels whose centres lie outside of `rectangle`.
  package func placed(
    over size: PixelSize, in rectangle: Rectangle, _ mode: UpSampling = .bilinear
  ) -> [Float] {
    let sampler = MapSampler(self, over: size, in: rectangle, mode)
    return [Float](unsafeUninitializedCapacity: size.width * size.height) { target, initialized in
      target.initialize(repeating: .nan)
      if let start = target.baseAddress, !sampler.columns.isEmpty {
        for row in sampler.rows {
          sampler.fill(start + row * size.width + sampler.columns.lowerBound, row: row)
        }
      }
      initialized = size.width * size.height
    }
  }

  /// Samples the map on a grid of `size` cells over `window`; returns (height, width) values.
  ///
  /// `window` and `rectangle`, the area that the map covers, are in the same coordinates. Outside
  /// of `rectangle` the map's edge values are repeated.
  package func sampled(
    _ window: Rectangle, ofMapIn rectangle: Rectangle, size: PixelSize,
    _ mode: UpSampling = .bilinear
  ) -> [Float] {
    let across = Double(size.width) / window.width
    let down = Double(size.height) / window.height
    let placed = Rectangle(
      x: (rectangle.x - window.x) * across, y: (rectangle.y - window.y) * down,
      width: rectangle.width * across, height: rectangle.height * down)
    let sampler = MapSampler(
      self, in: placed, columns: 0..<size.width, rows: 0..<size.height, mode)
    return sampler.values(rows: sampler.rows)
  }
}
