import Tensors

/// An attribution map scaled for display: `height` × `width` values, 0…1.
///
/// For a signed map 0.5 stands for zero, and `neutral` says so.
public struct ScaledMap: Sendable, Hashable {
  /// Values in a row.
  public let width: Int
  /// Number of rows.
  public let height: Int
  /// Values row by row.
  public let values: [Float]
  /// The value that stands for no evidence: 0, or 0.5 when the map is signed.
  public let neutral: Float

  /// A map of `values`, whose count must be width × height.
  public init(width: Int, height: Int, values: [Float], neutral: Float = 0) {
    precondition(
      width > 0 && height > 0 && values.count == width * height,
      "a map of \(width)×\(height) can't hold \(values.count) values")
    self.width = width
    self.height = height
    self.values = values
    self.neutral = neutral
  }

  /// Width and height.
  public var size: PixelSize { PixelSize(width: width, height: height) }

  /// How a map becomes larger.
  public enum UpSampling: String, Sendable, Hashable, CaseIterable {
    /// Half-pixel centres, edges clamped: as OpenCV's `INTER_LINEAR`.
    case bilinear
    /// The map's cells as they are.
    case nearest
  }

  /// The map at `size`.
  public func upSampled(to size: PixelSize, _ mode: UpSampling = .bilinear) -> ScaledMap {
    let sampler = MapSampler(
      self, over: Rectangle(all: size), columns: 0..<size.width, mode)
    let count = size.width * size.height
    let values = [Float](unsafeUninitializedCapacity: count) { target, initialized in
      if let start = target.baseAddress {
        for y in 0..<size.height { sampler.fill(start + y * size.width, row: y) }
      }
      initialized = count
    }
    return ScaledMap(width: size.width, height: size.height, values: values, neutral: neutral)
  }
}
